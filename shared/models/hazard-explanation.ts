/**
 * Why a client's chance of being lost is what it is: base rate + signed contributions = the shown probability,
 * exactly.
 *
 * The contributions are Shapley values on the probability scale. Players are groups of features; where a group has
 * not joined, its values are those of a background client, averaged over the background. With nobody joined that
 * is the background's mean probability, the base rate. The probability is that of a loss within the months given,
 * so several months ahead work as well.
 * Source: Shapley (1953); interventional values as in Lundberg & Lee (2017). Tested in
 * tests/shared/models/hazard-explanation.test.ts.
 */
import { logistic } from '#shared/numeric/log-sum-exp'
import { shapleyValues } from '#shared/numeric/shapley'
import type { HazardModel } from './hazard-loss.ts'

/** Features by group: group name → feature names. Every feature of the model stands in exactly one group. */
export type FeatureGroups = Readonly<Record<string, readonly string[]>>

/** One client's features at the start of months 1..h from now. */
export type FeaturesByMonth = readonly ArrayLike<number>[]

/** A probability and what it is made of. */
export interface LossExplanation {
  /** Mean probability of the background. */
  readonly baseRate: number
  /** Signed shares by group, in probability (0.05 is five percentage points). */
  readonly contributions: Readonly<Record<string, number>>
  /** baseRate + Σ contributions. */
  readonly probability: number
}

/** A function that explains clients against one background; 50 to 100 background clients are plenty. */
export function createLossExplanation(
  model: HazardModel,
  groups: FeatureGroups,
  background: readonly FeaturesByMonth[],
): (client: FeaturesByMonth) => LossExplanation {
  const names = Object.keys(groups)
  const groupOf = model.names.map((name) => names.findIndex((group) => groups[group]?.includes(name)))
  const byGroup = (months: FeaturesByMonth): number[][] =>
    months.map((features) => groupLogOdds(model, features, { groupOf, groups: names.length }))
  const others = background.map(byGroup)
  return (client) => {
    const own = byGroup(client)
    const values = new Map<number, number>()
    const meanProbability = (joined: number): number => {
      const total = others.reduce(
        (sum, other) => sum + lossWithin(model.intercept, { own, other, joined }),
        0,
      )
      const mean =
        others.length > 0 ? total / others.length : lossWithin(model.intercept, { own, other: own, joined })
      values.set(joined, mean)
      return mean
    }
    const shares = shapleyValues(names.length, meanProbability)
    return {
      baseRate: values.get(0) ?? 0,
      contributions: Object.fromEntries(names.map((name, index) => [name, shares[index] ?? 0])),
      probability: values.get(2 ** names.length - 1) ?? 0,
    }
  }
}

/** Share of each group in the log-odds of one month. */
function groupLogOdds(
  { coefficients, means }: HazardModel,
  features: ArrayLike<number>,
  { groupOf, groups }: { groupOf: readonly number[]; groups: number },
): number[] {
  const sums = new Array<number>(groups).fill(0)
  coefficients.forEach((coefficient, index) => {
    const group = groupOf[index] ?? -1
    const value = features[index] ?? Number.NaN
    if (group >= 0)
      sums[group] = (sums[group] ?? 0) + coefficient * (Number.isFinite(value) ? value : (means[index] ?? 0))
  })
  return sums
}

/** Probability of a loss within the months, taking joined groups from the client and the others from the background. */
function lossWithin(
  intercept: number,
  { own, other, joined }: { own: readonly number[][]; other: readonly number[][]; joined: number },
): number {
  let surviving = 1
  for (let month = 0; month < own.length; month++) {
    const mine = own[month] ?? []
    const theirs = other[Math.min(month, other.length - 1)] ?? []
    let logOdds = intercept
    for (let group = 0; group < mine.length; group++)
      logOdds += ((joined & (2 ** group)) !== 0 ? mine[group] : theirs[group]) ?? 0
    surviving *= 1 - logistic(logOdds)
  }
  return 1 - surviving
}
