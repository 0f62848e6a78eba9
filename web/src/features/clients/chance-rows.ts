import type { ClientView } from '#shared/client/client-view.schema'
import { day } from '../../lib/days.ts'
import { chance } from '../../lib/format.ts'
import type { ChartRows } from '../../ui/chart-rows.ts'

type Curve = Pick<ClientView, 'curve' | 'purchaseDays'>

/** The curve's days, each with whether the client bought on it. Purchase days between two points get rows too. */
export function chanceRows({ curve, purchaseDays }: Curve): ChartRows {
  const known = new Map(curve.map((point) => [point.day, point.chance]))
  const bought = new Set(purchaseDays)
  const days = [...new Set([...known.keys(), ...bought])].toSorted().reverse()
  return {
    columns: [
      { name: 'day', title: 'Day' },
      { name: 'bought', title: 'Bought' },
      { name: 'chance', title: 'Chance', isNumber: true },
    ],
    shown: days.map((name) => {
      const value = known.get(name)
      return {
        day: day(name),
        bought: bought.has(name) ? 'yes' : '',
        chance: value === undefined ? '' : chance(value),
      }
    }),
    rawHeader: ['day', 'bought', 'chance'],
    raw: days.map((name) => [name, bought.has(name) ? 'yes' : 'no', known.get(name) ?? null]),
  }
}

/** The chart in one sentence. */
export function chanceSentence({ curve, purchaseDays }: Curve): string {
  const [last, lowest] = [curve.at(-1), curve.toSorted((a, b) => a.chance - b.chance)[0]]
  if (!last || !lowest) return 'Chance still a client: no curve yet.'
  const bought = `${purchaseDays.length} ${purchaseDays.length === 1 ? 'purchase' : 'purchases'}`
  return `Chance still a client over time, with ${bought}: ${chance(last.chance)} on ${day(last.day)}; lowest ${chance(lowest.chance)} on ${day(lowest.day)}.`
}
