import type { Diagnosis } from './fit.ts'

/** Fewest clients with a repeat purchase a spend model is fitted on. */
export const FEWEST_SPENDERS = 10
/** Correlation of frequency and mean spend beyond which their independence is reported as doubtful. */
export const LARGEST_CORRELATION = 0.3

/** Moments of mean spends over clients. */
export interface SpendMoments {
  readonly clients: number
  /** Mean of the clients' means; 1 when there are none. */
  readonly mean: number
  /** Standard deviation of the clients' means over their mean. */
  readonly variation: number
  /** Pearson correlation of x and mean spend; 0 where either is constant. */
  readonly correlation: number
}

/** Moments of mean spends over clients with a repeat purchase. */
export function spendMoments(spends: readonly { x: number; mean: number; weight?: number }[]): SpendMoments {
  let clients = 0
  let meanX = 0
  let meanSpend = 0
  for (const { x, mean, weight = 1 } of spends) {
    clients += weight
    meanX += (weight / clients) * (x - meanX)
    meanSpend += (weight / clients) * (mean - meanSpend)
  }
  if (clients === 0) return { clients, mean: 1, variation: 0, correlation: 0 }
  let varianceX = 0
  let variance = 0
  let covariance = 0
  for (const { x, mean, weight = 1 } of spends) {
    varianceX += (weight * (x - meanX) ** 2) / clients
    variance += (weight * (mean - meanSpend) ** 2) / clients
    covariance += (weight * (x - meanX) * (mean - meanSpend)) / clients
  }
  const isConstant = variance <= 1e-18 * meanSpend * meanSpend || varianceX === 0
  const correlation = isConstant ? 0 : covariance / Math.sqrt(varianceX * variance)
  return { clients, mean: meanSpend, variation: Math.sqrt(variance) / meanSpend, correlation }
}

/** What is the matter with the spends before the model is fitted, if anything. */
export function spendDiagnosis(
  moments: SpendMoments,
  { skipped }: { skipped: number },
): Diagnosis | undefined {
  const { clients, variation, correlation } = moments
  const own = {
    withheld: ['expectedSpend'],
    shownInstead: "each client's own mean, pulled towards the mean of all clients",
  }
  if (clients === 0)
    return skipped > 0
      ? { code: 'fit.spend-not-positive', sentence: 'No repeat purchase has a positive amount.', ...own }
      : { code: 'fit.no-repeat-purchases', sentence: 'No client has bought on a second day yet.', ...own }
  if (clients < FEWEST_SPENDERS)
    return {
      code: 'fit.too-few-repeat-clients',
      sentence: `Only ${clients} clients have bought again; ${FEWEST_SPENDERS} are needed to estimate what clients spend.`,
      ...own,
    }
  if (variation < 1e-6)
    return {
      code: 'fit.spend-constant',
      sentence: 'Every client spends the same amount, so there is nothing to estimate.',
      withheld: [],
      shownInstead: 'that amount',
    }
  if (Math.abs(correlation) > LARGEST_CORRELATION)
    return {
      code: 'fit.spend-depends-on-frequency',
      sentence: `${dependence(correlation)} (correlation ${correlation.toFixed(2)}); the model assumes neither.`,
      withheld: [],
      shownInstead: 'the same figures, to be read with care for frequent buyers',
    }
  return undefined
}

function dependence(correlation: number): string {
  return `Clients who buy often spend ${correlation > 0 ? 'more' : 'less'} per purchase`
}
