import { describe, expect, test } from 'vitest'
import { deltaText } from '../../web/src/lib/delta.ts'

const against = '2025-10-31'

describe('a change', () => {
  test('says direction, size, comparison and judgement', () => {
    const text = deltaText({ change: 0.002, unit: 'share', against }, false, 'USD')

    expect(text).toEqual({
      direction: 'up',
      tone: 'unfavourable',
      text: '+0.2 pp',
      words: 'up 0.2 pp vs. 31 Oct 2025, unfavourable',
    })
  })

  test('downwards is favourable where less is better', () => {
    const text = deltaText({ change: -0.002, unit: 'share', against }, false, 'USD')

    expect(text).toMatchObject({ direction: 'down', tone: 'favourable', text: '−0.2 pp' })
  })

  test('of money is written in money', () => {
    expect(deltaText({ change: 7420, unit: 'cents', against }, true, 'USD').text).toBe('+$74.20')
  })

  test('too small for its digits is no change', () => {
    expect(deltaText({ change: 0.0001, unit: 'share', against }, true, 'USD')).toMatchObject({
      direction: 'flat',
      tone: 'neutral',
      words: 'no change vs. 31 Oct 2025',
    })
  })
})
