import type { Params } from '#shared/models/fit'
import { drawSpend, type GammaGammaParams } from '#shared/models/gamma-gamma'
import type { PurchaseHistory } from '#shared/models/purchase-history'
import type { PurchaseModelName } from '#shared/models/purchase-model'
import { purchaseModels } from '#shared/models/purchase-models'
import { createRandom } from '#shared/numeric/random'

/** A client made up from known parameters, with what really happened after its history. */
export interface GeneratedClient {
  readonly history: PurchaseHistory
  /** Mean amount of its repeat purchases, 0 without any. */
  readonly meanSpend: number
  /** Purchases in (T, T + horizon]. */
  readonly futurePurchases: number
  /** What they were worth. */
  readonly futureValue: number
}

/** What a portfolio is generated from; clients are watched between 100 and 500 units of time. */
export interface Truth {
  readonly model: PurchaseModelName
  readonly params: Params
  readonly spend?: GammaGammaParams
  readonly clients: number
  readonly horizon: number
}

/** A portfolio from known parameters, the same for the same seed. */
export function generatedPortfolio(
  { model, params, spend, clients, horizon }: Truth,
  seed: number,
): GeneratedClient[] {
  const random = createRandom(seed, 7)
  return Array.from({ length: clients }, () => {
    const T = 100 + 400 * random.next()
    const times = purchaseModels[model].drawFuture(
      params,
      { x: 0, tx: 0, T: 0 },
      { horizon: T + horizon, random },
    )
    const amount = spend ? drawSpend(spend, { x: 0, mean: 0 }, random) : () => 1
    const past = times.filter((time) => time <= T)
    const spent = past.reduce((sum) => sum + amount(), 0)
    const futurePurchases = times.length - past.length
    let futureValue = 0
    for (let purchase = 0; purchase < futurePurchases; purchase++) futureValue += amount()
    return {
      history: { x: past.length, tx: past.at(-1) ?? 0, T },
      meanSpend: past.length > 0 ? spent / past.length : 0,
      futurePurchases,
      futureValue,
    }
  })
}

/** How many seeds a statistical test uses; the nightly run sets more than the committed default. */
export function seedCount(committed: number): number {
  return Number(process.env['PERENNIAL_SEEDS'] ?? committed)
}

/** Smallest and largest number of successes in the central `level` of a binomial distribution. */
export function binomialRange(trials: number, chance: number, level = 0.99): { low: number; high: number } {
  const tail = (1 - level) / 2
  let probability = (1 - chance) ** trials
  let cumulative = 0
  let low = 0
  let high = trials
  for (let successes = 0; successes <= trials; successes++) {
    if (cumulative <= tail) low = successes
    cumulative += probability
    if (cumulative >= 1 - tail) {
      high = successes
      break
    }
    probability *= ((trials - successes) / (successes + 1)) * (chance / (1 - chance))
  }
  return { low, high }
}
