import * as v from 'valibot'
import { areas, dimensions, severities } from './rule.ts'

const Times = v.object({
  n: v.number(),
  medianHours: v.nullable(v.number()),
  p90Hours: v.nullable(v.number()),
})
const Scored = v.object({
  dimension: v.picklist(dimensions),
  score: v.nullable(v.number()),
  assessed: v.number(),
  rules: v.number(),
})

/** Scores, pass rates by rule and scan, trend, times and breaches. */
export const MetricsView = v.object({
  overall: v.nullable(v.number()),
  /** True where an open critical issue holds the overall score at 79. */
  isCapped: v.boolean(),
  dimensions: v.array(Scored),
  coverage: v.object({ rules: v.number(), enabled: v.number(), assessed: v.number() }),
  /** Area by dimension: rules with something to assess. */
  matrix: v.array(
    v.object({
      area: v.picklist(areas),
      dimension: v.picklist(dimensions),
      rules: v.number(),
      score: v.nullable(v.number()),
    }),
  ),
  /** The full scans the strip and the trend show, oldest first. */
  scans: v.array(
    v.object({
      id: v.string(),
      at: v.string(),
      reason: v.string(),
      clients: v.number(),
      seconds: v.number(),
      overall: v.nullable(v.number()),
      failed: v.number(),
    }),
  ),
  /** Pass rate of each rule in each of those scans; null where it had nothing to assess. */
  strip: v.array(
    v.object({
      rule: v.string(),
      sentence: v.string(),
      dimension: v.picklist(dimensions),
      rates: v.array(v.nullable(v.number())),
    }),
  ),
  handling: v.object({
    detect: Times,
    acknowledge: Times,
    resolve: Times,
    autoResolved: v.number(),
    reopenRate: v.nullable(v.number()),
    reopened: v.number(),
    resolved: v.number(),
    touched: v.number(),
    issues: v.number(),
    due: v.number(),
    late: v.number(),
  }),
  openBySeverity: v.array(v.object({ severity: v.picklist(severities), count: v.number() })),
  isFloor: v.boolean(),
  isScanning: v.boolean(),
})
/** Scores, pass rates, trend, times and breaches. */
export type MetricsView = v.InferOutput<typeof MetricsView>
