import type { Figure } from '#shared/kernel/figure.schema'
import { withDays } from './days.ts'
import { change } from './format.ts'

/** A change against another period. */
export interface Delta {
  readonly change: number
  readonly unit: Figure['unit']
  readonly against: string
}

/** A change as shown: the arrow is the direction, the tone is the judgement, the words carry both. */
export interface DeltaText {
  readonly direction: 'up' | 'down' | 'flat'
  readonly tone: 'favourable' | 'unfavourable' | 'neutral'
  readonly text: string
  readonly words: string
}

/** A change in words, for the eye and for the screen reader. */
export function deltaText(delta: Delta, isUpGood: boolean, currency: string): DeltaText {
  const against = withDays(delta.against)
  const signed = change(delta.change, delta.unit, currency)
  const unsigned = signed.slice(1)
  // What prints as zero is no change, whatever stands behind the shown digits.
  if (!/[1-9]/.test(unsigned)) {
    return {
      direction: 'flat',
      tone: 'neutral',
      text: 'no change',
      words: `no change vs. ${against}`,
    }
  }
  const isUp = delta.change > 0
  const tone = isUp === isUpGood ? 'favourable' : 'unfavourable'
  return {
    direction: isUp ? 'up' : 'down',
    tone,
    text: signed,
    words: `${isUp ? 'up' : 'down'} ${unsigned} vs. ${against}, ${tone}`,
  }
}
