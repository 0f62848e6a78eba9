/**
 * How far parameters could be off: refits of the model to resampled clients.
 *
 * Each draw gives every client a Poisson(1) weight, so a history shared by n clients gets Poisson(n): the Poisson
 * bootstrap, which agrees with resampling clients for all but the smallest portfolios and costs one number per
 * unique history. A refit starts from the fit itself. Draws that run to the edge of the parameter range are kept:
 * they are what the data allow.
 * Source: Efron & Tibshirani (1993); Poisson weights: Chamandy et al. (2012). Timing and spread on CDNOW:
 * tests/shared/models/bootstrap.test.ts.
 */
import { createRandom } from '#shared/numeric/random'
import type { Fit, Params } from './fit.ts'
import { fit as fitGammaGamma, type GammaGammaParams, type WeightedSpend } from './gamma-gamma.ts'
import type { WeightedHistories } from './purchase-history.ts'
import type { PurchaseModelName } from './purchase-model.ts'
import { purchaseModels } from './purchase-models.ts'

/** How many refits, from which seed, starting where. */
export interface BootstrapOptions<P extends Params = Params> {
  readonly draws: number
  readonly seed: number
  readonly start: P
}

/** Parameters of each refit of a transaction model to resampled clients. */
export function bootstrapFits(
  model: PurchaseModelName,
  { histories, weights }: WeightedHistories,
  { draws, seed, start }: BootstrapOptions,
): Params[] {
  const { fit } = purchaseModels[model]
  return Array.from({ length: draws }, (_, draw) => {
    const drawn = resampled(weights, seed, draw)
    return usable(fit(histories, drawn, { start, isQuick: true }), start)
  })
}

/** Parameters of each refit of the spend model to resampled clients. */
export function bootstrapSpendFits(
  spends: readonly WeightedSpend[],
  { draws, seed, start }: BootstrapOptions<GammaGammaParams>,
): GammaGammaParams[] {
  const weights = spends.map(({ weight = 1 }) => weight)
  return Array.from({ length: draws }, (_, draw) => {
    const drawn = resampled(weights, seed, draw)
    const resample = spends.map(({ x, mean }, index) => ({ x, mean, weight: drawn[index] ?? 0 }))
    return usable(fitGammaGamma(resample, { start, isQuick: true }), start)
  })
}

/** One resample: Poisson counts with the given means, the same for the same seed and draw. */
export function resampled(weights: readonly number[], seed: number, draw: number): number[] {
  const random = createRandom(seed, draw)
  return weights.map((weight) => random.poisson(weight))
}

function usable<P extends Params>(fit: Fit<P>, fallback: P): P {
  return Object.values(fit.params).every((value) => Number.isFinite(value) && value > 0)
    ? fit.params
    : fallback
}
