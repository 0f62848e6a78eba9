import type { MetricsView } from '#shared/quality/metrics-view.schema'
import { areas, dimensions, type Rule, severities } from '#shared/quality/rule'
import { ruleBook } from '#shared/quality/rule-book'
import type { Scan } from '#shared/quality/scan'
import { dimensionScores, handling, overallScore, passRate } from '#shared/quality/scoring'
import type { QualityDeps } from './quality.routes.ts'

const SCANS_READ = 60
const SCANS_SHOWN = 20

/** Scores, pass rates, times and breaches, from the newest scans and every issue's card. */
export async function readMetrics({
  stores,
  http,
}: Pick<QualityDeps, 'stores' | 'http'>): Promise<MetricsView> {
  const { issues, scans } = stores
  const [newest, open, closed, changes] = await Promise.all([
    scans.newest(SCANS_READ),
    issues.cards(true),
    issues.cards(false),
    scans.ruleChanges(),
  ])
  const rules = ruleBook(changes)
  const full = newest
    .filter(({ status, isLight }) => status === 'done' && !isLight)
    .slice(0, SCANS_SHOWN)
    .reverse()
  const results = full.at(-1)?.results ?? {}
  const scores = dimensionScores(rules, results)
  const hasCritical = open.cards.some(({ sv }) => sv === 'critical')
  const enabled = rules.filter(({ isEnabled }) => isEnabled)
  return {
    overall: overallScore(scores, hasCritical),
    isCapped: hasCritical && (overallScore(scores, false) ?? 0) > (overallScore(scores, true) ?? 0),
    dimensions: scores,
    coverage: {
      rules: rules.length,
      enabled: enabled.length,
      assessed: enabled.filter(({ id }) => results[id] !== undefined).length,
    },
    matrix: matrixOf(enabled, results),
    scans: full.map((scan) => scanOf(scan, rules)),
    strip: enabled.map(({ id, sentence, dimension }) => ({
      rule: id,
      sentence,
      dimension,
      rates: full.map((scan) => passRate(scan.results[id])),
    })),
    handling: handling([...open.cards, ...closed.cards], Date.parse(http.clock()) / 1_000),
    openBySeverity: severities.map((severity) => ({
      severity,
      count: open.cards.filter(({ sv }) => sv === severity).length,
    })),
    isFloor: open.hasMore || closed.hasMore,
    isScanning: newest.some(({ status }) => status === 'running'),
  }
}

function matrixOf(rules: readonly Rule[], results: Scan['results']): MetricsView['matrix'] {
  return areas.flatMap((area) =>
    dimensions.map((dimension) => {
      const of = rules.filter((rule) => rule.area === area && rule.dimension === dimension)
      const [score] = dimensionScores(of, results).filter((one) => one.dimension === dimension)
      return { area, dimension, rules: of.length, score: score?.score ?? null }
    }),
  )
}

function scanOf(scan: Scan, rules: readonly Rule[]): MetricsView['scans'][number] {
  const { id, startedAt, finishedAt = startedAt, reason, clients, results } = scan
  return {
    id,
    at: startedAt,
    reason,
    clients,
    seconds: Math.round((Date.parse(finishedAt) - Date.parse(startedAt)) / 1_000),
    overall: overallScore(dimensionScores(rules, results), false),
    failed: Object.values(results).reduce((sum, [, failed]) => sum + failed, 0),
  }
}
