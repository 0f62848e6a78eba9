import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayNumber } from '#shared/kernel/day'
import { quantileOfSorted } from '#shared/numeric/quantile'
import { clientFigures } from '#shared/portfolio/client-figures'
import { simulatedFutures } from '#shared/portfolio/futures'
import { compiled, valuationAt } from '#shared/portfolio/valuation'
import { timelineOf } from '#shared/portfolio/timeline'
import { defaultSettings } from '#shared/portfolio/context'
import { aContext } from '#tests/builders/context'
import { aClient, anOrder } from '#tests/builders/facts'
import { aRandomClient } from '#tests/builders/portfolio'

const asOf = '2026-03-14'
const context = aContext({ asOf })
const aClientOfAnyKind = aRandomClient(asOf, { most: 9 })

describe('the value of a client by horizon', () => {
  test('at the whole horizon is the shown figure, at shorter ones less, each with its interval', () => {
    fc.assert(
      fc.property(aClientOfAnyKind, (client) => {
        const { horizons, predicted, total, historic, valueByMonth } = clientFigures(client, context)

        expect(horizons.map(({ months }) => months)).toEqual([12, 24, 36])
        expect(horizons[2]).toEqual({ months: 36, predicted, total })
        if (predicted.value === null) return
        for (const bound of ['value', 'low80', 'high80', 'low95', 'high95'] as const) {
          const [year, two, three] = horizons.map((one) => one.predicted[bound] ?? 0)
          expect(year).toBeLessThanOrEqual(two!)
          expect(two).toBeLessThanOrEqual(three!)
        }
        for (const { months, predicted: ahead, total: all } of horizons) {
          expect(all.value).toBe(historic.value! + ahead.value!)
          expect(valueByMonth[months - 1]).toEqual({
            month: months,
            cents: ahead.value,
            low80: ahead.low80 ?? null,
            high80: ahead.high80 ?? null,
          })
        }
      }),
      { seed: 41, numRuns: 40 },
    )
  })

  test('offers no horizon beyond the house’s own', () => {
    const short = aContext({ asOf, settings: { ...defaultSettings, horizonMonths: 18 } })
    const client = aClient('c', { put: [anOrder({ id: 'o1', day: '2026-01-14' })] })

    expect(clientFigures(client, short).horizons.map(({ months }) => months)).toEqual([12, 18])
  })

  test('leaves the interval of the whole horizon as a simulation of totals gives it', () => {
    const client = aClient('c1', {
      put: ['2025-10-02', '2025-12-10', '2026-03-01'].map((day, index) => anOrder({ id: `o${index}`, day })),
    })

    const many = aContext({ asOf, draws: Array.from({ length: 100 }, () => context.draws[0]!) })
    const { predicted } = clientFigures(client, many)
    const at = compiled(many)
    const subject = { timeline: timelineOf(client, many), day: dayNumber(asOf), at, hasModelError: false }
    const totals = [0, 1, 2, 3, 4]
      .flatMap((round) => simulatedFutures(client, { ...subject, round }) ?? [])
      .sort((left, right) => left - right)

    expect(predicted.low80).toBe(Math.round(quantileOfSorted(totals, 0.1)))
    expect(predicted.high80).toBe(Math.round(quantileOfSorted(totals, 0.9)))
    expect(predicted.low80).toBeLessThan(predicted.high80!)
  })
})

describe('the value of a client so far', () => {
  test('adds up month by month to the historic figure', () => {
    fc.assert(
      fc.property(aClientOfAnyKind, (client) => {
        const { valueSoFar, historic } = clientFigures(client, context)
        const days = valueSoFar.map(({ day }) => day)
        const steps = valueSoFar.map(({ cents }, index) => cents - (valueSoFar[index - 1]?.cents ?? 0))

        expect(steps.reduce((sum, step) => sum + step, 0)).toBe(historic.value)
        expect(days).toEqual([...new Set(days)].sort())
        if (days.length > 0) expect(days.at(-1)).toBe(asOf)
      }),
      { seed: 42, numRuns: 40 },
    )
  })
})

describe('what was expected a year ago', () => {
  const nbd = { model: 'nbd', params: { r: 0.5, alpha: 100 } } as const
  const simple = aContext({ asOf, models: { purchases: nbd, meanSpendCents: 50_00 } })

  test('is what the model says by hand of the facts known then, beside what came since', () => {
    const put = [
      anOrder({ id: 'o1', day: '2024-12-04', amountCents: 40_00 }),
      anOrder({ id: 'o2', day: '2025-03-04', amountCents: 60_00 }),
      anOrder({ id: 'o3', day: '2025-03-14', amountCents: 10_00 }),
      anOrder({ id: 'o4', day: '2025-03-15', amountCents: 7_00 }),
      anOrder({ id: 'o5', day: asOf, amountCents: 5_00 }),
    ]
    const { backcast } = clientFigures(aClient('c', { put }), simple)

    // On 14 March 2025: 2 repeat purchases in 100 days. Rate (r + x) / (α + T) a day, 1.1^(−k/12) a month.
    const perMonth = ((0.5 + 2) / (100 + 100)) * (365.25 / 12) * 50_00
    const weights = Array.from({ length: 12 }, (_, index) => 1.1 ** (-(index + 1) / 12))
    const byHand = Math.round(perMonth * weights.reduce((sum, weight) => sum + weight, 0))
    expect(backcast).toMatchObject({ since: '2025-03-14', months: 12, realisedCents: 12_00 })
    expect(backcast.expected.value).toBe(byHand)
  })

  test('is the valuation of that day, whatever happened after it', () => {
    fc.assert(
      fc.property(aClientOfAnyKind, (client) => {
        const { backcast, historic } = clientFigures(client, context)
        const before = dayNumber('2025-03-14')
        const timeline = timelineOf(client, context)
        const year = compiled(aContext({ asOf, settings: { ...defaultSettings, horizonMonths: 12 } }))
        const then = valuationAt(timeline, before, year)

        if (backcast.expected.value === null) {
          expect(backcast).toMatchObject({ realisedCents: null, expected: { reason: expect.any(String) } })
          return
        }
        expect(backcast.expected.value).toBe(then.predicted.cents)
        expect(then.historicCents + backcast.realisedCents!).toBe(historic.value)
      }),
      { seed: 43, numRuns: 40 },
    )
  })

  test('is withheld with the reason of a client that was none yet', () => {
    const { backcast } = clientFigures(
      aClient('c', { put: [anOrder({ id: 'o1', day: '2025-03-15' })] }),
      context,
    )

    expect(backcast).toMatchObject({
      expected: { value: null, reason: 'Not yet a client 12 months before: nothing was expected then.' },
      realisedCents: null,
    })
  })
})
