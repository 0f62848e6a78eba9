import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lastDayOf, monthOf } from '#shared/kernel/day'
import type { Context } from '#shared/portfolio/context'
import { addInto, type Contribution, flowMeasures, stateMeasures } from '#shared/portfolio/contribution'
import { periodNames } from '#shared/portfolio/period-names'
import { churn, retention } from '#shared/portfolio/kpis'
import { slice, type Snapshot, sumsOf } from '#shared/portfolio/snapshot'
import { value } from '#shared/portfolio/value'
import { aContext } from '#tests/builders/context'
import { aRandomClient } from '#tests/builders/portfolio'
import { aSnapshot } from '#tests/builders/snapshot'

const asOf = '2026-03-14'
const context: Context = aContext({ asOf })
const aPortfolio = fc.array(aRandomClient(asOf), { minLength: 1, maxLength: 8 }).map((clients) => {
  const sum: Contribution = new Map()
  for (const client of clients) addInto(sum, value(client, context).contribution)
  return { clients, snapshot: aSnapshot({ context, sums: sumsOf(sum), clients: clients.length }) }
})

const flow = (snapshot: Snapshot, when: string) => {
  const sums = slice(snapshot, { table: 'flow', when })
  return (name: (typeof flowMeasures)[number]) => sums[flowMeasures.indexOf(name)] ?? 0
}
const state = (snapshot: Snapshot, when: string) => {
  const sums = slice(snapshot, { table: 'state', when })
  return (name: (typeof stateMeasures)[number]) => sums[stateMeasures.indexOf(name)] ?? 0
}
const slots = periodNames.flatMap((name) =>
  ['now', 'previous', 'year-before'].map((slot) => `${name}:${slot}`),
)
const stretches = [...slots, ...context.months.map((month) => `month:${month}`)]

describe('of any portfolio', () => {
  test('who was active at the start is retained or lost, and retention and churn add up to one', () => {
    fc.assert(
      fc.property(aPortfolio, ({ snapshot }) => {
        for (const when of stretches) {
          const of = flow(snapshot, when)
          expect(of('retained') + of('lost')).toBe(of('activeAtStart'))
          const kept = retention(snapshot, when).value
          const gone = churn(snapshot, when).value
          if (of('activeAtStart') === 0) expect([kept, gone]).toEqual([null, null])
          // Two quotients of integers: at most one unit in the last place.
          else expect(Math.abs(kept! + gone! - 1)).toBeLessThanOrEqual(Number.EPSILON)
        }
      }),
      { seed: 11, numRuns: 25 },
    )
  })

  test('the active of a month end are those of the month before, less lost, plus new and returned', () => {
    fc.assert(
      fc.property(aPortfolio, ({ snapshot }) => {
        for (const day of [...context.monthEnds.slice(1), asOf]) {
          const of = flow(snapshot, `month:${monthOf(day)}`)
          const before = context.monthEnds.findLast((end) => end < day)!
          const end = of('activeAtStart') - of('lost') + of('new') + of('returned')
          expect(of('activeAtStart')).toBe(state(snapshot, before)('active'))
          expect(end).toBe(state(snapshot, day)('active'))
          const statuses = ['endProspect', 'endActive', 'endDormant', 'endRestricted', 'endClosed'] as const
          expect(statuses.reduce((sum, name) => sum + of(name), 0)).toBeLessThanOrEqual(
            state(snapshot, day)('clients'),
          )
        }
      }),
      { seed: 12, numRuns: 25 },
    )
  })

  test('the bridge of revenue closes with nothing left over, and starts from the month before', () => {
    const parts = [
      'revenueNew',
      'revenueReturned',
      'revenueExpanded',
      'revenueContracted',
      'revenueLost',
    ] as const
    fc.assert(
      fc.property(aPortfolio, ({ snapshot }) => {
        const closes = (now: string, before: string) => {
          const change = parts.reduce((sum, name) => sum + flow(snapshot, now)(name), 0)
          expect(flow(snapshot, now)('revenue') - flow(snapshot, before)('revenue')).toBe(change)
        }
        context.months.slice(1).forEach((month, index) => {
          if (lastDayOf(month) <= asOf) closes(`month:${month}`, `month:${context.months[index]}`)
        })
        for (const name of periodNames) closes(`${name}:now`, `${name}:previous`)
      }),
      { seed: 13, numRuns: 25 },
    )
  })

  test('revenue of the year is the revenue of its months, and historic value its margin so far', () => {
    fc.assert(
      fc.property(aPortfolio, ({ snapshot, clients }) => {
        const months = ['2026-01', '2026-02', '2026-03'].map((month) => flow(snapshot, `month:${month}`))
        for (const name of ['revenue', 'margin', 'charges', 'orders'] as const)
          expect(months.reduce((sum, of) => sum + of(name), 0)).toBe(flow(snapshot, 'year-to-date:now')(name))
        const scores = clients.map((client) => value(client, context).score)
        const orders = clients.flatMap(({ facts }) => facts.filter((fact) => fact.fact === 'order'))
        const revenue = orders
          .filter(({ day }) => day >= '2026-01-01' && day <= asOf)
          .flatMap(({ lines }) => lines)
          .reduce((sum, line) => sum + (line.kind === 'activity' ? 0 : line.amountCents), 0)
        expect(flow(snapshot, 'year-to-date:now')('revenue')).toBe(revenue)
        expect(scores.every(({ chanceMicro }) => chanceMicro === null || chanceMicro <= 1_000_000)).toBe(true)
      }),
      { seed: 14, numRuns: 25 },
    )
  })
})
