import type { Diagnosis, Fit, Params } from './fit.ts'
import type { WeightedHistories } from './purchase-history.ts'

/** Fewest clients a transaction model is fitted on by itself. */
export const FEWEST_CLIENTS = 30
/** Fewest clients with a repeat purchase a transaction model is fitted on by itself. */
export const FEWEST_REPEAT_CLIENTS = 10
/** Twice the log-likelihood a dropout must gain over none: 5 % point of the 50:50 mixture of χ²(1) and χ²(2). */
const LEAST_DROPOUT_GAIN = 5.14

const figures = ['probabilityAlive', 'churnProbability', 'lifetimeValue', 'expectedPurchases']
const average = 'the average of all clients of the same age'

/** What is the matter with the data before any model is fitted, if anything. */
export function dataDiagnosis({ histories, weights }: WeightedHistories): Diagnosis | undefined {
  let clients = 0
  let repeatClients = 0
  histories.forEach(({ x }, index) => {
    clients += weights[index] ?? 0
    if (x > 0) repeatClients += weights[index] ?? 0
  })
  const withheld = { withheld: figures, shownInstead: average }
  if (clients <= 0)
    return { code: 'fit.no-clients', sentence: 'There is no client with a purchase yet.', ...withheld }
  if (clients < FEWEST_CLIENTS)
    return {
      code: 'fit.too-few-clients',
      sentence: `Only ${clients} clients have bought; ${FEWEST_CLIENTS} are needed to estimate how clients behave.`,
      ...withheld,
    }
  if (repeatClients === 0)
    return {
      code: 'fit.no-repeat-purchases',
      sentence: 'No client has bought on a second day yet.',
      ...withheld,
    }
  if (repeatClients < FEWEST_REPEAT_CLIENTS)
    return {
      code: 'fit.too-few-repeat-clients',
      sentence: `Only ${repeatClients} clients have bought again; ${FEWEST_REPEAT_CLIENTS} are needed.`,
      ...withheld,
    }
  return undefined
}

/** What is the matter with a finished fit, if anything, given the best fit of the model without dropout. */
export function fitDiagnosis(
  fit: Fit<Params>,
  withoutDropout: Fit<Params> | undefined,
): Diagnosis | undefined {
  if (!fit.converged)
    return {
      code: 'fit.not-converged',
      sentence: 'The search for the best parameters did not settle, so its figures are not reliable.',
      withheld: figures,
      shownInstead: average,
    }
  const gain = withoutDropout ? 2 * (fit.logLikelihood - withoutDropout.logLikelihood) : Infinity
  if (gain >= LEAST_DROPOUT_GAIN) return undefined
  return {
    code: 'fit.dropout-not-identified',
    sentence: 'The purchases do not show that clients leave: a model without leaving explains them as well.',
    withheld: ['probabilityAlive'],
    shownInstead: 'the chance of a purchase in the next 90 days',
  }
}
