import * as v from 'valibot'
import type { Settings } from './context.ts'

const share = (what: string) =>
  v.pipe(
    v.number(`${what} is a number.`),
    v.minValue(0, `${what} is at least 0 %.`),
    v.maxValue(1, `${what} is at most 100 %.`),
  )

const whole = (what: string, { from, to, unit }: { from: number; to: number; unit: string }) =>
  v.pipe(
    v.number(`${what} is a number of ${unit}.`),
    v.integer(`${what} is a whole number of ${unit}.`),
    v.minValue(from, `${what} is at least ${from} ${unit}.`),
    v.maxValue(to, `${what} is at most ${to} ${unit}.`),
  )

/** What a house may choose about its valuation, as it is sent and stored. */
export const ValuationSettings: v.GenericSchema<unknown, Settings> = v.strictObject({
  marginRate: share('The margin rate'),
  discountRatePerYear: share('The discount rate'),
  horizonMonths: whole('The horizon', { from: 1, to: 120, unit: 'months' }),
  churnHorizonDays: whole('The churn horizon', { from: 7, to: 365, unit: 'days' }),
  dormantAfterDays: whole('Dormant after', { from: 30, to: 730, unit: 'days' }),
  activityWindowDays: v.exactOptional(whole('The activity window', { from: 7, to: 730, unit: 'days' })),
})
