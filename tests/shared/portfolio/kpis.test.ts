import { describe, expect, test } from 'vitest'
import { accountValue, compiledLoss, marginPerMonth } from '#shared/portfolio/account-valuation'
import { flowKeyOf, flowMeasures } from '#shared/portfolio/contribution'
import { valueToCost } from '#shared/portfolio/clv-to-cac'
import { churn, monthlyEquivalent, retention } from '#shared/portfolio/kpis'
import { sumsOf } from '#shared/portfolio/snapshot'
import { timelineOf } from '#shared/portfolio/timeline'
import { value } from '#shared/portfolio/value'
import { addDays, addMonths, dayNumber } from '#shared/kernel/day'
import { discountWeights, monthlyRate } from '#shared/models/lifetime-value'
import { aContext } from '#tests/builders/context'
import { aClient, aHolding, aLine, anOrder } from '#tests/builders/facts'
import { aSnapshot } from '#tests/builders/snapshot'

const cell = { segment: 'loyal', channel: 'web', status: 'active' }
const flowOf = (counts: Partial<Record<(typeof flowMeasures)[number], number>>) =>
  aSnapshot({ sums: { [flowKeyOf('12-months:now', cell)]: flowMeasures.map((name) => counts[name] ?? 0) } })

describe('retention and churn', () => {
  // product.md 9.8: (E − N)/S would say 97 %.
  test('of 100 at the start, 8 lost, 5 returned and 20 new are 92 and 8 percent', () => {
    const snapshot = flowOf({ activeAtStart: 100, retained: 92, lost: 8, returned: 5, new: 20 })

    expect(retention(snapshot, '12-months:now')).toMatchObject({ value: 0.92, n: 100 })
    expect(churn(snapshot, '12-months:now')).toMatchObject({ value: 0.08, n: 100 })
  })

  // product.md 9.8: Wilson 95 % of 90/100 and 9/10, to the four digits printed there.
  test.each([
    [90, 100, 0.8256, 0.9448],
    [9, 10, 0.5958, 0.9821],
  ])('of %i retained out of %i come with the Wilson interval', (retained, activeAtStart, low, high) => {
    const figure = retention(
      flowOf({ activeAtStart, retained, lost: activeAtStart - retained }),
      '12-months:now',
    )

    expect(figure.low95).toBeCloseTo(low, 4)
    expect(figure.high95).toBeCloseTo(high, 4)
  })

  test('of nobody are withheld with the reason, not zero', () => {
    expect(retention(aSnapshot(), '12-months:now')).toMatchObject({
      value: null,
      reason: 'No client was active at the start of the period.',
    })
  })

  // product.md 9.8: a monthly churn of 5 % is 45.964 % a year.
  test('of a year are shown by month as the churn that compounds to it', () => {
    const monthly = monthlyEquivalent({ value: 0.4596399122, unit: 'share' })

    expect(monthly.value).toBeCloseTo(0.05, 9)
  })
})

describe('the value of a relationship', () => {
  // product.md 9.8: margin 20 a month, monthly survival 0.97, 10 % a year.
  test.each([
    [36, 382_67],
    [60, 459_86],
  ])(
    'with margin 20 a month, 97 % staying each month and 10 % a year is over %i months %i cents',
    (months, cents) => {
      const names: string[] = []
      const model = { names, intercept: Math.log(0.03 / 0.97), coefficients: [], means: [] }
      const loss = compiledLoss({ model, refits: [] }, discountWeights(months, monthlyRate(0.1)))
      const context = aContext({ asOf: '2026-03-14' })
      const charges = Array.from({ length: 12 }, (_, index) =>
        anOrder({
          id: `fee-${index}`,
          day: addDays('2025-03-20', index * 30),
          lines: [aLine({ kind: 'charge', productId: 'saving', amountCents: 20_00 })],
        }),
      )
      const client = aClient('c', {
        put: [aHolding({ productId: 'saving', openedOn: '2020-01-01' }), ...charges],
      })
      const timeline = timelineOf(client, context)
      const day = dayNumber('2026-03-14')

      expect(marginPerMonth(timeline, day)).toBe(20_00)
      expect(accountValue(timeline, day, { loss, months, settings: context.settings })).toBe(cents)
    },
  )
})

describe('CLV to CAC', () => {
  const asOf = '2026-03-31'
  const context = aContext({ asOf })
  const won = aClient('won', {
    profile: { isPlaceholder: false, channel: 'web', acquisitionCostCents: 30_00, joinedOn: '2025-06-10' },
    put: [anOrder({ day: '2025-06-10', amountCents: 100_00 })],
    channels: ['web'],
  })
  const { contribution } = value(won, context)
  const snapshot = aSnapshot({ context, sums: sumsOf(contribution) })

  test('asks for spend where none is known', () => {
    const unpaid = aClient('won', { ...won, put: [anOrder({ day: '2025-06-10' })] })

    const figure = valueToCost(aSnapshot({ context, sums: sumsOf(value(unpaid, context).contribution) }))

    expect(figure).toMatchObject({
      value: null,
      reason: 'No acquisition spend is known: import acquisition spend.',
    })
  })

  test('divides what the won clients are worth by the spend of their month and channel, never by both costs', () => {
    const byClient = valueToCost(snapshot)
    const byChannel = valueToCost({
      ...snapshot,
      spend: [{ channel: 'web', month: '2025-06', amountCents: 60_00 }],
    })

    expect(byClient.n).toBe(1)
    expect(byChannel.value! * 2).toBe(byClient.value)
  })

  test('leaves out who was won before the last 12 full months', () => {
    const later = aContext({ asOf: '2027-03-31' })

    const figure = valueToCost(aSnapshot({ context: later, sums: sumsOf(value(won, later).contribution) }))

    expect(addMonths('2027-03', -11)).toBe('2026-04')
    expect(figure).toMatchObject({ value: null, reason: 'No client was won in the last 12 full months.' })
  })
})
