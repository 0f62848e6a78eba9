/** What the headline figures mean, in words that are shown beside them. */
import type { Snapshot } from './snapshot.ts'

/** Mean CLV of active clients. */
export function averageDefinition({ asOf, context: { settings }, isOnRevenue }: Snapshot): string {
  return (
    `Mean of historic and predicted CLV over the clients active on ${asOf}. Historic: margin so far. ` +
    `Predicted: expected margin of the next ${settings.horizonMonths} months, discounted at ` +
    `${Math.round(settings.discountRatePerYear * 1_000) / 10} % a year.` +
    (isOnRevenue ? ' Margins are unknown: values are on revenue.' : '')
  )
}

/** Value of the clients won over what winning them cost. */
export const costDefinition =
  'Clients won in the last 12 full months: margin of their first 36 months, realised so far plus predicted, over what ' +
  'winning them cost. Only months and channels whose spend is known are counted.'

/** Share of the active that stay. */
export function retentionDefinition({ context }: Snapshot): string {
  return (
    'Of the clients active at the start, the share active at the end. Active: a relationship is open, or an own transaction ' +
    `in the last ${context.activityWindowDays} days.`
  )
}

/** Share of the active that leave. */
export const churnDefinition =
  'Of the clients active at the start, the share no longer active at the end: 1 − retention of the same days. Clients who ' +
  'joined and left in between are counted apart.'

/** Revenue of the year ahead over that of the year behind. */
export const growthDefinition =
  'Revenue forecast for the next 12 months over revenue of the last 12 full months, minus 1.'

/** What would be won by losing nobody for a while. */
export function atRiskDefinition({ context: { settings } }: Snapshot): string {
  return (
    `Sum over active clients of what each would be worth if it stayed active for the next ${settings.churnHorizonDays} days, ` +
    'less what it is worth now.'
  )
}
