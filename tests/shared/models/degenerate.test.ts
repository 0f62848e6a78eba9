import { describe, expect, test } from 'vitest'
import type { DiagnosisCode } from '#shared/models/fit'
import { createMonthlyForecast } from '#shared/models/monthly-purchases'
import type { PurchaseHistory } from '#shared/models/purchase-history'
import type { FitOptions, PurchaseModelName } from '#shared/models/purchase-model'
import { purchaseModels } from '#shared/models/purchase-models'
import { createFutureDraw } from '#shared/models/simulate'
import { createRandom } from '#shared/numeric/random'

interface Portfolio {
  readonly histories: readonly PurchaseHistory[]
  readonly weights?: readonly number[]
  readonly options?: FitOptions
  readonly code?: DiagnosisCode
}

const many = (count: number, history: (index: number) => PurchaseHistory): PurchaseHistory[] =>
  Array.from({ length: count }, (_, index) => history(index))
const once = (T: number): PurchaseHistory => ({ x: 0, tx: 0, T })
const ordinary = (count: number): PurchaseHistory[] =>
  many(count, (index) =>
    index % 2 === 0
      ? once(100 + (index % 50))
      : { x: 1 + (index % 4), tx: 10 + (index % 60), T: 100 + (index % 50) },
  )

/** Purchases at individual rates without anybody leaving. */
function nobodyLeaves(shape: number, clients = 400): PurchaseHistory[] {
  const random = createRandom(3)
  return many(clients, () => {
    const T = 100 + 200 * random.next()
    const rate = (random.gamma(shape) / shape) * 0.03
    let x = 0
    let tx = 0
    for (let time = random.exponential() / rate; time < T; time += random.exponential() / rate) {
      x += 1
      tx = time
    }
    return { x, tx, T }
  })
}

const kinds: Record<string, Portfolio> = {
  'no client': { histories: [], code: 'fit.no-clients' },
  'one client with one purchase': { histories: [once(50)], code: 'fit.too-few-clients' },
  'one client with a thousand purchases': {
    histories: [{ x: 1000, tx: 999, T: 1000 }],
    code: 'fit.too-few-clients',
  },
  'one client that bought today': { histories: [once(0)], code: 'fit.too-few-clients' },
  'twenty-nine clients': { histories: ordinary(29), code: 'fit.too-few-clients' },
  'thirty clients': { histories: ordinary(30) },
  'nobody bought again': { histories: many(200, (index) => once(index)), code: 'fit.no-repeat-purchases' },
  'nobody bought again and all are equal': {
    histories: many(200, () => once(90)),
    code: 'fit.no-repeat-purchases',
  },
  'nine bought again': {
    histories: many(200, (index) => (index < 9 ? { x: 1, tx: 10, T: 90 } : once(90))),
    code: 'fit.too-few-repeat-clients',
  },
  'everybody bought today': { histories: many(100, () => once(0)), code: 'fit.no-repeat-purchases' },
  'all histories equal': { histories: many(100, () => ({ x: 3, tx: 40, T: 90 })) },
  'everybody buys every day': {
    histories: many(100, (index) => ({ x: 50 + index, tx: 50 + index, T: 50 + index })),
  },
  'everybody bought again on the last day': {
    histories: many(100, (index) => ({ x: 1 + (index % 3), tx: 90, T: 90 })),
  },
  'everybody left after the second purchase': {
    histories: many(100, (index) => ({ x: 1, tx: 1 + (index % 5), T: 900 })),
  },
  'everybody was gone long ago': {
    histories: many(100, (index) => ({ x: 20 + (index % 10), tx: 30, T: 5000 })),
  },
  'one giant among clients with one purchase': {
    histories: many(300, (index) => (index === 0 ? { x: 1000, tx: 364, T: 365 } : once(365))),
    code: 'fit.too-few-repeat-clients',
  },
  'half buy never, half two hundred times': {
    histories: many(200, (index) =>
      index % 2 === 0 ? once(300) : { x: 200, tx: 290 + (index % 10), T: 300 },
    ),
  },
  'clients that never leave, of very different rates': {
    histories: nobodyLeaves(0.5),
    code: 'fit.dropout-not-identified',
  },
  'clients that never leave, all alike': { histories: nobodyLeaves(500), code: 'fit.dropout-not-identified' },
  'a century of data': { histories: ordinary(100).map(({ x, tx, T }) => ({ x, tx: tx * 300, T: T * 300 })) },
  'times in nanoseconds': {
    histories: ordinary(100).map(({ x, tx, T }) => ({ x, tx: tx * 1e14, T: T * 1e14 })),
  },
  'times in centuries': {
    histories: ordinary(100).map(({ x, tx, T }) => ({ x, tx: tx / 36525, T: T / 36525 })),
  },
  'only clients of yesterday and today': {
    histories: many(100, (index) => (index % 3 === 0 ? { x: 1, tx: 1, T: 1 } : once(index % 2))),
  },
  'ages from a day to thirty years': {
    histories: many(100, (index) =>
      index % 2 === 0 ? { x: 1, tx: 1, T: 1 + index * 100 } : once(index * 100),
    ),
  },
  'weights that are fractions': {
    histories: ordinary(100),
    weights: many(100, () => once(0)).map(() => 0.5),
  },
  'weights that are mostly zero': {
    histories: ordinary(100),
    weights: ordinary(100).map((_, index) => (index < 12 ? 5 : 0)),
  },
  'weights that are all zero': {
    histories: ordinary(100),
    weights: ordinary(100).map(() => 0),
    code: 'fit.no-clients',
  },
  'one history a million times': {
    histories: ordinary(100),
    weights: ordinary(100).map((_, index) => (index === 1 ? 1e6 : 1)),
  },
  'a start far from anything': {
    histories: ordinary(100),
    options: { start: { r: 1e-9, alpha: 1e9, a: 1e9, b: 1e-9, s: 1e9, beta: 1e-9 } },
  },
  'a start that is not a number': {
    histories: ordinary(100),
    options: { start: { r: Number.NaN, alpha: 1, a: 1, b: 1, s: 1, beta: 1 } },
  },
}

const clients: PurchaseHistory[] = [
  once(0),
  once(400),
  { x: 1, tx: 1, T: 400 },
  { x: 30, tx: 399, T: 400 },
  { x: 900, tx: 5, T: 2000 },
]
const names: PurchaseModelName[] = ['mbg-nbd', 'bg-nbd', 'pareto-nbd', 'nbd']

describe('a portfolio of', () => {
  test('at least 25 degenerate kinds is tried', () => {
    expect(Object.keys(kinds).length).toBeGreaterThanOrEqual(25)
  })

  test.each(Object.entries(kinds))(
    '%s gives finite figures and, where it must, a diagnosis',
    (_, portfolio) => {
      for (const name of names) {
        const model = purchaseModels[name]
        const started = performance.now()
        const fit = model.fit(portfolio.histories, portfolio.weights, portfolio.options)
        const elapsed = performance.now() - started

        if (portfolio.code && !(name === 'nbd' && portfolio.code === 'fit.dropout-not-identified'))
          expect([name, fit.diagnosis?.code]).toEqual([name, portfolio.code])
        expect(JSON.parse(JSON.stringify(fit))).toEqual(fit)
        for (const value of Object.values(fit.params)) {
          expect(value).toBeGreaterThan(0)
          expect(value).toBeLessThan(Infinity)
        }
        expect(Number.isFinite(fit.logLikelihood)).toBe(true)
        // Less than 1 s on a quiet machine; tests share two cores.
        expect(elapsed).toBeLessThan(4_000)
        const forecast = createMonthlyForecast({ model: name, params: fit.params, months: 36 })
        const draw = createFutureDraw({ model: name, params: fit.params, weights: [1, 1, 1], monthLength: 1 })
        for (const client of clients) {
          const alive = model.probabilityAlive(fit.params, client)
          const active = model.probabilityActive(fit.params, client, 90)
          const expected = [...forecast(client)]
          expect([
            name,
            client,
            alive,
            active,
            alive >= 0 && alive <= 1,
            active >= 0 && active <= alive,
          ]).toEqual([name, client, alive, active, true, true])
          expect(
            expected.every(
              (value, month) =>
                value >= 0 && Number.isFinite(value) && value >= (expected[month - 1] ?? 0) * (1 - 1e-9),
            ),
          ).toBe(true)
          expect(draw({ history: client }, createRandom(1))).toBeGreaterThanOrEqual(0)
        }
      }
    },
  )
})
