import { describe, expect, test } from 'vitest'
import { bootstrapFits } from '#shared/models/bootstrap'
import { mbgNbd } from '#shared/models/mbg-nbd'
import { centralShare, levelScale, randomisedTransform } from '#shared/models/predictive-check'
import { compress, historyFromDays, type PurchaseHistory } from '#shared/models/purchase-history'
import { holdoutErrors } from '#shared/models/report-card'
import { centralInterval } from '#shared/numeric/quantile'
import { createRandom } from '#shared/numeric/random'
import { NEEDS_SHARED_DATA } from '#tests/harness/shared-data'
import { generatedPortfolio } from './generated.ts'
import { cdnowDays } from './reference.ts'

describe('the randomised transform', () => {
  test('is uniform where the predictive distribution is right, also for counts that are mostly zero', () => {
    const random = createRandom(3)
    const transforms = Array.from({ length: 4_000 }, () => {
      const draws = Array.from({ length: 99 }, () => random.poisson(0.3))
      return randomisedTransform(draws, random.poisson(0.3), random)
    })

    // Five standard errors of a share of 4,000.
    expect(Math.abs(centralShare(transforms) - 0.8)).toBeLessThan((5 * 0.4) / Math.sqrt(4_000))
    expect(Math.abs(transforms.reduce((sum, u) => sum + u, 0) / 4_000 - 0.5)).toBeLessThan(
      5 * Math.sqrt(1 / 12 / 4_000),
    )
  })

  test('sees distributions that are too narrow', () => {
    const random = createRandom(4)
    const transforms = Array.from({ length: 1_000 }, () => {
      const draws = Array.from({ length: 99 }, () => random.normal())
      return randomisedTransform(draws, 2 * random.normal(), random)
    })

    expect(centralShare(transforms)).toBeLessThan(0.6)
  })

  test('learns a level within a factor of two', () => {
    expect(levelScale({ predicted: 100, actual: 120 })).toBeCloseTo(1.2, 14)
    expect(levelScale({ predicted: 1, actual: 120 })).toBe(2)
    expect(levelScale({ predicted: 100, actual: 0 })).toBe(1)
    expect(levelScale({ predicted: 0, actual: 0 })).toBe(1)
  })

  test('holds 75 to 85 % of generated clients between .1 and .9 under MBG/NBD fitted to them', () => {
    const params = { r: 0.9, alpha: 30, a: 0.9, b: 3 }
    const clients = generatedPortfolio({ model: 'mbg-nbd', params, clients: 1_500, horizon: 180 }, 5)
    const fit = mbgNbd.fit(clients.map(({ history }) => history))
    const random = createRandom(6)
    const transforms = clients.map(({ history, futurePurchases }) => {
      const draws = Array.from(
        { length: 80 },
        () => mbgNbd.drawFuture(fit.params, history, { horizon: 180, random }).length,
      )
      return randomisedTransform(draws, futurePurchases, random)
    })

    expect(centralShare(transforms)).toBeGreaterThan(0.75)
    expect(centralShare(transforms)).toBeLessThan(0.85)
  })
})

const purchases = [...cdnowDays().values()].map((days) =>
  [...days.keys()].sort((left, right) => left - right),
)
const start = Date.UTC(1997, 0, 1) / 86_400_000

/** Histories as of a day with the purchases of the `horizon` days after it. */
function asOf(day: number, horizon: number): (PurchaseHistory & { later: number })[] {
  return purchases.flatMap((days) => {
    const history = historyFromDays(days, start + day)
    const later = days.filter((one) => one > start + day && one <= start + day + horizon).length
    return history ? [{ ...history, later }] : []
  })
}

describe.skipIf(purchases.length === 0)(`single clients of CDNOW, held out ${NEEDS_SHARED_DATA}`, () => {
  test('lie between .1 and .9 in 75 to 85 of 100 cases, at the level learned on an earlier split', () => {
    const earlier = asOf(181, 91)
    const earlyFit = mbgNbd.fit(earlier)
    const scale = levelScale(
      holdoutErrors(
        earlier.map((client) => mbgNbd.expectedPurchases(earlyFit.params, client, 91)),
        earlier.map(({ later }) => later),
      ),
    )
    const clients = asOf(272, 273)
    const { params } = mbgNbd.fit(clients)
    const random = createRandom(8)
    let covered = 0
    const transforms = clients.map((client) => {
      // A level s times higher is the same purchases in s times the horizon.
      const draws = Array.from(
        { length: 100 },
        () => mbgNbd.drawFuture(params, client, { horizon: 273 * scale, random }).length,
      )
      const { low, high } = centralInterval(draws, 0.8)
      if (low <= client.later && client.later <= high) covered += 1
      return randomisedTransform(draws, client.later, random)
    })

    const raw = covered / clients.length
    console.info(
      `CDNOW clients: scale ${scale.toFixed(3)}, PIT ${centralShare(transforms).toFixed(3)}, raw ${raw.toFixed(3)}`,
    )
    expect(clients.length).toBe(2357)
    expect(centralShare(transforms)).toBeGreaterThan(0.75)
    expect(centralShare(transforms)).toBeLessThan(0.85)
    expect(raw).toBeGreaterThan(0.8)
  })

  test('print how often 12 rolling quarters fall into the 80 % interval of their total', () => {
    let covered = 0
    const origins = Array.from({ length: 12 }, (_, index) => 182 + 21 * index)
    for (const origin of origins) {
      const clients = asOf(origin, 91)
      const portfolio = compress(clients.map(({ x, tx, T }) => ({ x, tx, T })))
      const fit = mbgNbd.fit(portfolio.histories, portfolio.weights)
      const random = createRandom(origin)
      const totals = bootstrapFits('mbg-nbd', portfolio, { draws: 40, seed: origin, start: fit.params }).map(
        (drawn) => {
          const params = {
            r: drawn['r'] ?? 1,
            alpha: drawn['alpha'] ?? 1,
            a: drawn['a'] ?? 1,
            b: drawn['b'] ?? 1,
          }
          return clients.reduce(
            (sum, client) => sum + mbgNbd.drawFuture(params, client, { horizon: 91, random }).length,
            0,
          )
        },
      )
      const { low, high } = centralInterval(totals, 0.8)
      const actual = clients.reduce((sum, { later }) => sum + later, 0)
      if (low <= actual && actual <= high) covered += 1
    }

    console.info(`CDNOW totals: ${covered} of ${origins.length} rolling quarters inside the 80 % interval`)
    expect(covered).toBeGreaterThanOrEqual(0)
  })
})
