import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { statuses } from '#shared/client/facts'
import { addInto, type Contribution, flowMeasures } from '#shared/portfolio/contribution'
import { snapshotView } from '#shared/portfolio/dashboard'
import { segments } from '#shared/portfolio/segments'
import { slice, sumsOf } from '#shared/portfolio/snapshot'
import { value } from '#shared/portfolio/value'
import { aContext } from '#tests/builders/context'
import { aRandomClient } from '#tests/builders/portfolio'
import { aSnapshot } from '#tests/builders/snapshot'

const asOf = '2026-03-14'
const context = aContext({ asOf })
const people = [...fc.sample(aRandomClient(asOf), { numRuns: 40, seed: 8 })]
const sum: Contribution = new Map()
for (const client of people) addInto(sum, value(client, context).contribution)
const snapshot = aSnapshot({ context, sums: sumsOf(sum), clients: people.length })

const added = (lists: readonly (readonly number[])[], length: number) =>
  Array.from({ length }, (_, index) => lists.reduce((total, list) => total + (list[index] ?? 0), 0))

describe('slices of a snapshot', () => {
  const questions = [
    { table: 'state', when: asOf },
    { table: 'state', when: '2025-12-31' },
    { table: 'flow', when: '12-months:now' },
    { table: 'flow', when: 'month:2025-07' },
  ] as const
  const parts = {
    segment: [...segments, 'none'],
    status: statuses,
    channel: ['web', 'branch', 'other', 'unattributed'],
  }

  test.each(questions)(
    'by segment, by status and by channel add up to the whole: $table $when',
    (question) => {
      const whole = slice(snapshot, question)

      expect(whole.some((amount) => amount !== 0)).toBe(true)
      for (const [name, values] of Object.entries(parts)) {
        const slices = values.map((one) => slice(snapshot, { ...question, filter: { [name]: one } }))
        expect(added(slices, whole.length)).toEqual(whole)
      }
    },
  )

  test('are stored in one order without zeros: equal sums are equal bytes, whatever the order of the clients', () => {
    const backwards: Contribution = new Map([['flow|nobody', [0, 0]]])
    for (const client of [...people].reverse()) addInto(backwards, value(client, context).contribution)

    expect(JSON.stringify(sumsOf(backwards))).toBe(JSON.stringify(snapshot.sums))
  })
})

describe('the dashboard of a snapshot', () => {
  const view = snapshotView(snapshot, { period: '12-months', compare: 'previous' })

  test('shows the months from the first with revenue on, the unfinished one marked', () => {
    const { months } = view.revenue
    const revenueIn = (month: string) =>
      slice(snapshot, { table: 'flow', when: `month:${month}` })[flowMeasures.indexOf('revenue')] ?? 0

    expect(months.every(({ month, revenueCents }) => revenueCents === revenueIn(month))).toBe(true)
    expect(months.filter(({ isPartial }) => isPartial).map(({ month }) => month)).toEqual(['2026-03'])
  })

  test('has six headline figures with a definition; what is withheld says why', () => {
    expect(view.kpis.map(({ name }) => name)).toEqual([
      'average-clv',
      'clv-to-cac',
      'retention',
      'growth',
      'churn',
      'clv-at-risk',
    ])
    for (const { figure, definition } of view.kpis) {
      expect(definition.length).toBeGreaterThan(40)
      if (figure.value === null) expect(figure.reason).toMatch(/\.$/)
    }
  })

  test('counts every acquired client in exactly one segment', () => {
    const acquired = slice(snapshot, { table: 'state', when: asOf })[0]

    expect(view.bySegment.reduce((total, { count }) => total + count, 0)).toBe(acquired)
  })
})
