/**
 * Which pairs of products are bought together more than chance explains, given counts by basket size.
 *
 * Test: one-sided, exact, stratified by basket size (numeric/hypergeometric.ts), then Benjamini-Hochberg over every pair
 * of products ever bought. Of millions of pairs only those that may stand get the exact test: a pair can stand only when
 * its p-value is at most q R / M, R being the pairs still in the running and M all pairs, so pairs that lie too few
 * standard deviations above expectation for that are put aside, and R falls, until nothing changes. Counts of rare pairs
 * are skewed to the right, where the normal tail (with continuity correction, and 0.3 deviations to spare) is smaller
 * than the exact one; pairs that are not rare (variance under 0.7 of expectation) always get the exact test. The same
 * pairs and p-values as without the shortcut: tests/shared/models/pair-counts.test.ts.
 */
import { adjustedPValues } from '#shared/numeric/benjamini-hochberg'
import { type Margins, stratifiedPValue } from '#shared/numeric/hypergeometric'
import { normalQuantile } from '#shared/numeric/normal'
import type { RuleCounts } from './rule-figures.ts'
import { allBaskets, basketsWith, type PairCounts, pairIndex } from './pair-counts.ts'

/** Two products by number, with the verdict of the test. */
export interface NumberedPair {
  readonly first: number
  readonly second: number
  readonly counts: RuleCounts
  /** Baskets with both if products ignored each other in baskets of equal size. */
  readonly expected: number
  readonly pValue: number
  /** Benjamini-Hochberg over all pairs of products; at most q for a pair that stands. */
  readonly adjustedPValue: number
}

const LEAST_DEVIATIONS = 1.2
const SPARE_DEVIATIONS = 0.3
const RARE = 0.7

/** All pairs that stand at false-discovery rate q, strongest evidence first. */
export function associationsOf(counts: PairCounts, q = 0.05): NumberedPair[] {
  const bought = boughtProducts(counts)
  const all = (bought.length * (bought.length - 1)) / 2
  const running = stillRunning(candidatesOf(counts, bought), all, q)
  const tested = running.map(({ first, second, both, expected }) => ({
    first,
    second,
    both,
    expected,
    pValue: stratifiedPValue(strataOf(counts, first, second), both),
  }))
  const adjusted = adjustedPValues(
    tested.map(({ pValue }) => pValue),
    all,
  )
  const baskets = allBaskets(counts)
  return tested
    .map(({ both, ...pair }, index) => ({
      ...pair,
      counts: {
        baskets,
        left: basketsWith(counts, pair.first),
        right: basketsWith(counts, pair.second),
        both,
      },
      adjustedPValue: adjusted[index] ?? 1,
    }))
    .filter(({ adjustedPValue }) => adjustedPValue <= q)
    .sort((left, right) => left.pValue - right.pValue || right.counts.both - left.counts.both)
}

/** How many pairs of products ever bought there are: what the correction counts. */
export function pairsTested(counts: PairCounts): number {
  const bought = boughtProducts(counts).length
  return (bought * (bought - 1)) / 2
}

interface Candidate {
  readonly first: number
  readonly second: number
  readonly both: number
  readonly expected: number
  /** Standard deviations above expectation; Infinity where the pair is not rare. */
  readonly deviations: number
}

function boughtProducts(counts: PairCounts): number[] {
  return Array.from({ length: counts.products }, (_, product) => product).filter(
    (product) => basketsWith(counts, product) > 0,
  )
}

/** Pairs bought together more often than expected, by more than any chance result worth testing. */
function candidatesOf(counts: PairCounts, bought: readonly number[]): Candidate[] {
  const { products, strata, items, baskets, together } = counts
  const used = Array.from({ length: strata }, (_, stratum) => stratum).filter(
    (stratum) => (baskets[stratum] ?? 0) > 0,
  )
  const found: Candidate[] = []
  bought.forEach((first, position) => {
    for (let next = position + 1; next < bought.length; next++) {
      const second = bought[next] ?? 0
      const both = together[pairIndex(first, second, products)] ?? 0
      if (both === 0) continue
      let expected = 0
      let variance = 0
      for (const stratum of used) {
        const a = items[first * strata + stratum] ?? 0
        const b = items[second * strata + stratum] ?? 0
        if (a === 0 || b === 0) continue
        const n = baskets[stratum] ?? 0
        const mean = (a * b) / n
        expected += mean
        if (n > 1) variance += (mean * (n - a) * (n - b)) / (n * (n - 1))
      }
      if (both <= expected || variance === 0) continue
      const deviations = (both - 0.5 - expected) / Math.sqrt(variance)
      if (deviations < LEAST_DEVIATIONS) continue
      found.push({
        first,
        second,
        both,
        expected,
        deviations: variance < RARE * expected ? Infinity : deviations,
      })
    }
  })
  return found
}

function stillRunning(candidates: readonly Candidate[], all: number, q: number): readonly Candidate[] {
  let running = candidates
  for (;;) {
    const most = (q * running.length) / Math.max(1, all)
    const least = most < 1 ? normalQuantile(1 - most) - SPARE_DEVIATIONS : -Infinity
    const rest = running.filter(({ deviations }) => deviations >= least)
    if (rest.length === running.length) return running
    running = rest
  }
}

function strataOf({ strata, items, baskets }: PairCounts, first: number, second: number): Margins[] {
  return Array.from({ length: strata }, (_, stratum) => ({
    total: baskets[stratum] ?? 0,
    first: items[first * strata + stratum] ?? 0,
    second: items[second * strata + stratum] ?? 0,
  }))
}
