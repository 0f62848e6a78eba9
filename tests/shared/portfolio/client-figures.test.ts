import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { roundForStorage } from '#shared/kernel/money'
import { clientFigures } from '#shared/portfolio/client-figures'
import { value } from '#shared/portfolio/value'
import { aContext } from '#tests/builders/context'
import { aClient, anOrder } from '#tests/builders/facts'
import { aRandomClient } from '#tests/builders/portfolio'

const asOf = '2026-03-14'
const context = aContext({ asOf })
const aClientOfAnyKind = aRandomClient(asOf, { most: 9 })
const micro = (value: number | null) => (value === null ? null : Math.round(value * 1_000) * 1_000)

describe('the page of a client', () => {
  test('says what the run says of the client, before rounding', () => {
    fc.assert(
      fc.property(aClientOfAnyKind, (client) => {
        const figures = clientFigures(client, context)
        const { score } = value(client, context)
        const kept = (cents: number | null) => (cents === null ? null : roundForStorage(cents))

        expect(figures.status).toBe(score.status)
        expect(figures.segment).toBe(score.segment)
        expect(kept(figures.historic.value)).toBe(score.historicCents)
        expect(kept(figures.predicted.value)).toBe(score.predictedCents)
        expect(kept(figures.total.value)).toBe(score.totalCents)
        expect(kept(figures.atRisk.value)).toBe(score.atRiskCents)
        expect(micro(figures.chance.value)).toBe(score.chanceMicro)
        expect(micro(figures.churn.value)).toBe(score.churnMicro)
      }),
      { seed: 31, numRuns: 60 },
    )
  })

  test('shows historic plus predicted as total, a reason for whatever is withheld, and intervals in order', () => {
    fc.assert(
      fc.property(aClientOfAnyKind, (client) => {
        const { historic, predicted, total, chance, churn, atRisk, expectedPurchases } = clientFigures(
          client,
          context,
        )

        if (predicted.value !== null) expect(total.value).toBe(historic.value! + predicted.value)
        for (const figure of [historic, predicted, total, chance, churn, atRisk, expectedPurchases]) {
          if (figure.value === null) expect(figure.reason).toMatch(/\.$/)
          else expect(Number.isFinite(figure.value)).toBe(true)
          const bounds = [figure.low95, figure.low80, figure.high80, figure.high95]
          if (figure.low80 !== undefined)
            expect([...bounds].sort((left, right) => left! - right!)).toEqual(bounds)
        }
      }),
      { seed: 32, numRuns: 60 },
    )
  })

  test('says of every estimated chance and count how far it could be off', () => {
    const client = aClient('c1', {
      put: [
        anOrder({ id: 'o1', day: '2025-06-01' }),
        anOrder({ id: 'o2', day: '2025-10-02' }),
        anOrder({ id: 'o3', day: '2026-02-03' }),
      ],
    })

    const { chance, churn, expectedPurchases } = clientFigures(client, context)

    for (const figure of [chance, churn, expectedPurchases]) {
      expect(figure.low80).toBeTypeOf('number')
      expect(figure.low95!).toBeLessThanOrEqual(figure.low80!)
      expect(figure.high80!).toBeLessThanOrEqual(figure.high95!)
    }
  })

  test('reads the interval of a value at the levels the back-test found, and leaves the value alone', () => {
    const client = aClient('c1', {
      put: [
        anOrder({ id: 'o1', day: '2025-10-02' }),
        anOrder({ id: 'o2', day: '2025-12-10' }),
        anOrder({ id: 'o3', day: '2026-03-01' }),
      ],
    })
    const levels = { low80: 0.3, high80: 0.99, low95: 0.2, high95: 0.995 }
    const calibrated = aContext({
      asOf,
      models: { ...context.models, intervals: { levels, modelError: 0.3 } },
      draws: context.draws.map((draw) => ({ ...draw, level: 1.5 })),
    })

    const plain = clientFigures(client, context).predicted
    const shown = clientFigures(client, calibrated).predicted

    expect(shown.value).toBe(plain.value)
    expect(shown.low80).toBeGreaterThan(plain.low80!)
    expect(shown.high80).toBeGreaterThan(plain.high80!)
  })

  test('without a model of leaving gives the chance of a purchase and no chance of being there still', () => {
    const nbd = { model: 'nbd', params: { r: 0.55, alpha: 60 } } as const
    const { chance: _chance, ...models } = context.models
    const client = aClient('c1', { put: [anOrder({ id: 'o1', day: '2026-02-02' })] })

    const figures = clientFigures(client, aContext({ asOf, models: { ...models, purchases: nbd } }))

    // 1 - (α + T over α + T + h) ^ (r + x): no purchase in 90 days, 40 days after the only one.
    expect(figures.churn.value).toBeCloseTo((100 / 190) ** 0.55, 10)
    expect(figures.chance).toMatchObject({
      value: null,
      reason: 'The purchases do not show that clients leave, so no chance of having left is given.',
    })
    expect(figures.predicted.value).toBeGreaterThan(0)
  })

  test('draws chances between 0 and 1 over days in order, and a value that grows month by month to the predicted', () => {
    fc.assert(
      fc.property(aClientOfAnyKind, (client) => {
        const { curve, valueByMonth, predicted } = clientFigures(client, context)
        const days = curve.map(({ day }) => day)
        const cents = valueByMonth.map((month) => month.cents)

        expect(days).toEqual([...new Set(days)].sort())
        expect(days.every((day) => day <= asOf)).toBe(true)
        expect(curve.every(({ chance }) => chance >= 0 && chance <= 1)).toBe(true)
        expect(cents).toEqual([...cents].sort((left, right) => left - right))
        if (predicted.value !== null) expect(cents.at(-1)).toBe(predicted.value)
      }),
      { seed: 33, numRuns: 60 },
    )
  })

  test('shows a chance that falls while nothing is bought and rises with a purchase', () => {
    const days = ['2025-09-01', '2025-10-01', '2025-11-01', '2026-02-20']
    const put = days.map((day, index) => anOrder({ id: `o${index}`, day }))
    const { curve } = clientFigures(aClient('c', { put }), context)
    const at = (day: string) => curve.find((point) => point.day === day)!.chance

    expect(at('2026-02-19')).toBeLessThan(at('2025-11-01'))
    expect(at('2026-02-20')).toBeGreaterThan(at('2026-02-19'))
    expect(at(asOf)).toBeLessThan(at('2026-02-20'))
  })
})
