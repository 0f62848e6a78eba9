/** Classes of clients by what the loss models read, for observed rates: "clients like this one". */
import { stateOf } from './account-valuation.ts'
import type { Settings } from './context.ts'
import { isAccountBased, type Timeline } from './timeline.ts'
import { purchasesAt } from './valuation.ts'

/** A class of one factor; `name` says which values it holds. */
export interface RiskClass {
  readonly factor: string
  readonly name: string
}

/** The factor of the class that joins the strongest ones: the clients most like one. */
export const ALIKE = 'alike'

const tenure = classes([12, 36, 60], ['under 1 year', '1 to 3 years', '3 to 5 years', '5 years or more'])
const silence = classes(
  [1, 2, 4, 7],
  ['none', '1 month', '2 to 3 months', '4 to 6 months', '7 months or more'],
)
const engagement = classes([0.25, 0.5, 0.75], ['under 25 %', '25 to 50 %', '50 to 75 %', '75 % or more'])
const held = classes([2, 3, 4], ['1', '2', '3', '4 or more'])
const troubled = classes([1, 2], ['none', '1', '2 or more'])
const repeats = classes([1, 2, 4, 10], ['1', '2', '3 to 4', '5 to 10', '11 or more'])
const daysSilent = classes(
  [31, 61, 91, 181],
  ['up to 30 days', '31 to 60 days', '61 to 90 days', '91 to 180 days', 'more than 180 days'],
)
const daysBuying = classes([1, 91, 366], ['one day', 'up to 90 days', '91 to 365 days', 'more than a year'])

/** A function that names the class of a value: the first of `names` below the first of the ascending `starts`, and so on. */
function classes(starts: readonly number[], names: readonly string[]): (value: number) => string {
  return (value) => {
    let index = 0
    while (index < starts.length && value >= (starts[index] ?? 0)) index += 1
    return names[index] ?? ''
  }
}

/** The classes a client falls into at the end of a day, one per factor, the joined one last. */
export function riskClasses(timeline: Timeline, day: number, settings: Settings): RiskClass[] {
  return isAccountBased(timeline, day)
    ? accountClasses(timeline, day, settings)
    : purchaseClasses(timeline, day)
}

function accountClasses(timeline: Timeline, day: number, settings: Settings): RiskClass[] {
  const state = stateOf(timeline, day, settings)
  const engaged = state.engagement === undefined ? 'not measured' : engagement(state.engagement)
  const silent = silence(state.silentMonths)
  return [
    { factor: 'tenure', name: tenure(state.tenureMonths) },
    { factor: 'recency', name: silent },
    { factor: 'engagement', name: engaged },
    { factor: 'holdings', name: held(state.holdings) },
    { factor: 'troubles', name: troubled(state.troubles) },
    { factor: 'status', name: state.isRestricted ? 'restricted' : state.isDormant ? 'dormant' : 'active' },
    { factor: ALIKE, name: `${silent}, ${engaged}, ${held(state.holdings)}` },
  ]
}

function purchaseClasses(timeline: Timeline, day: number): RiskClass[] {
  const purchases = purchasesAt(timeline, day)
  if (!purchases) return []
  const { x, tx, T } = purchases.history
  const silent = daysSilent(T - tx)
  return [
    { factor: 'purchases', name: repeats(x) },
    { factor: 'silence', name: silent },
    { factor: 'span', name: daysBuying(tx) },
    { factor: ALIKE, name: `${repeats(x)}, ${silent}` },
  ]
}
