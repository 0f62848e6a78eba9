/**
 * What expected purchases are worth today.
 *
 * CLV over H months = Σₖ [C(k d) − C((k − 1) d)] · E[M] · margin rate / (1 + i)ᵏ, k = 1..H, where C is the
 * expected number of purchases until then, d = 365.25 / 12 days and i = (1 + annual rate)^(1/12) − 1: money
 * arrives at the end of its month.
 * Source: Fader, Hardie & Lee (2005); the month rule is the one of `lifetimes`. Exact up to rounding;
 * tests/shared/models/lifetime-value.test.ts.
 */

/** What turns expected purchases into money of today. */
export interface ValueTerms {
  /** Expected amount per purchase, ≥ 0. */
  readonly spend: number
  /** Share of an amount that is margin, ≥ 0. */
  readonly marginRate: number
  /** Discount rate per month, > −1. */
  readonly monthlyRate: number
}

/** The monthly rate that compounds to an annual rate: 10 % a year is 0.797 % a month. */
export function monthlyRate(annualRate: number): number {
  return Math.expm1(Math.log1p(annualRate) / 12)
}

/** Weights 1/(1 + i)ᵏ of months k = 1..H, so that a value is a weighted sum. */
export function discountWeights(months: number, rate: number): Float64Array {
  return Float64Array.from({ length: months }, (_, index) => Math.exp(-(index + 1) * Math.log1p(rate)))
}

/** Discounted number of purchases from cumulative expected purchases at the end of months 1..H; never negative. */
export function discountedPurchases(cumulative: ArrayLike<number>, weights: ArrayLike<number>): number {
  let sum = 0
  let before = 0
  for (let month = 0; month < Math.min(cumulative.length, weights.length); month++) {
    const until = cumulative[month] ?? before
    sum += Math.max(0, until - before) * (weights[month] ?? 0)
    before = until
  }
  return sum
}

/** Value of today of cumulative expected purchases at the end of months 1..H; never negative. */
export function discountedValue(
  cumulative: ArrayLike<number>,
  { spend, marginRate, monthlyRate }: ValueTerms,
): number {
  return discountedPurchases(cumulative, discountWeights(cumulative.length, monthlyRate)) * spend * marginRate
}
