import type { ScoreDifference } from '#shared/client/score-history.schema'
import { decimal, inUnit, percent } from '../../lib/format.ts'

type Input = ScoreDifference['value']['inputs'][number]

const titles: Readonly<Record<Input['input'], string>> = {
  purchases: 'Expected purchases, discounted',
  spend: 'Expected spend per purchase',
  marginRate: 'Margin rate',
  monthlyMargin: 'Margin per month of the accounts',
  months: 'Expected months as a client, discounted',
}

/** An input of predicted CLV with its two values, in words. */
export function inputTexts({ input, from, to }: Input, currency: string): { name: string; was: string } {
  const one = (value: number) => {
    if (input === 'spend' || input === 'monthlyMargin') return inUnit(Math.round(value), 'cents', currency)
    return input === 'marginRate' ? percent(value, 0) : decimal(value, 2)
  }
  return { name: titles[input], was: `${one(from)} → ${one(to)}` }
}
