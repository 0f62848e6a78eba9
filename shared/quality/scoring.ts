/** Scores and times of data quality, as functions of scans and issues. */
import { quantile } from '#shared/numeric/quantile'
import type { IssueCard } from './issue-card.ts'
import { type Dimension, dimensions, rank, type Rule } from './rule.ts'
import type { Scan } from './scan.ts'
import { isOpen } from './workflow.ts'

/** Overall scores of a house with an open critical issue end here. */
export const CRITICAL_CAP = 79

/** A rule weighs twice as much as one of the severity below. */
const weightOf = (rule: Rule): number => 2 ** rank(rule.severity.base)

/** The score of a dimension: weighted pass rate of its rules with something to assess, 0 to 100; null without one. */
export function dimensionScores(
  rules: readonly Rule[],
  results: Scan['results'],
): { dimension: Dimension; score: number | null; assessed: number; rules: number }[] {
  return dimensions.map((dimension) => {
    const of = rules.filter((rule) => rule.dimension === dimension)
    let weight = 0
    let sum = 0
    let assessed = 0
    for (const rule of of) {
      const rate = passRate(results[rule.id])
      if (rate === null || !rule.isEnabled) continue
      assessed += 1
      weight += weightOf(rule)
      sum += weightOf(rule) * rate
    }
    return { dimension, score: weight === 0 ? null : (100 * sum) / weight, assessed, rules: of.length }
  })
}

/** 1 - failed / evaluated; null where nothing was evaluated. */
export function passRate(result: readonly [number, number] | undefined): number | null {
  if (!result || result[0] === 0) return null
  return 1 - Math.min(result[0], result[1]) / result[0]
}

/** Mean of the assessed dimensions, at most 79 with an open critical issue; null where none is assessed. */
export function overallScore(
  scores: readonly { readonly score: number | null }[],
  hasCritical: boolean,
): number | null {
  const known = scores.flatMap(({ score }) => score ?? [])
  if (known.length === 0) return null
  const mean = known.reduce((sum, score) => sum + score, 0) / known.length
  return hasCritical ? Math.min(CRITICAL_CAP, mean) : mean
}

/** Median, P90 and number of some times, in hours; null of none. */
export interface Times {
  readonly n: number
  readonly medianHours: number | null
  readonly p90Hours: number | null
}

function timesOf(seconds: readonly number[]): Times {
  if (seconds.length === 0) return { n: 0, medianHours: null, p90Hours: null }
  return {
    n: seconds.length,
    medianHours: quantile(seconds, 0.5) / 3_600,
    p90Hours: quantile(seconds, 0.9) / 3_600,
  }
}

/** How issues are dealt with; one entry for each distinct issue, however often it came back. */
export function handling(cards: readonly IssueCard[], nowSeconds: number) {
  const detect = cards.flatMap(({ la, d }) => (la === undefined || d < la ? [] : [d - la]))
  const acknowledge = cards.flatMap(({ k, o, au }) => (k === undefined || au ? [] : [Math.max(0, k - o)]))
  const resolve = cards.flatMap(({ x, o }) => (x === undefined ? [] : [Math.max(0, x - o)]))
  const resolved = cards.reduce((sum, { rs }) => sum + rs, 0)
  const reopened = cards.reduce((sum, { ro }) => sum + ro, 0)
  const due = cards.filter(({ rd, x }) => x !== undefined || rd <= nowSeconds)
  const late = due.filter((card) => isLate(card, nowSeconds))
  return {
    detect: timesOf(detect),
    acknowledge: timesOf(acknowledge),
    resolve: timesOf(resolve),
    autoResolved: cards.filter(({ au }) => au).length,
    reopenRate: resolved === 0 ? null : reopened / resolved,
    reopened,
    resolved,
    touched: cards.filter(({ mt }) => mt).length,
    issues: cards.length,
    due: due.length,
    late: late.length,
  }
}

/** Whether an issue is, or was resolved, after the hours of its severity. */
export function isLate({ rd, x, st }: Pick<IssueCard, 'rd' | 'x' | 'st'>, nowSeconds: number): boolean {
  if (x !== undefined) return x > rd
  return isOpen(st) && nowSeconds > rd
}
