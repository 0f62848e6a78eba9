import { badgesOf } from '#shared/quality/badges'
import { headlines, miniature } from '#shared/quality/effect'
import type { QualitySummary } from '#shared/quality/issue-view.schema'
import { severities } from '#shared/quality/rule'
import { ruleBook } from '#shared/quality/rule-book'
import { dimensionScores, isLate, overallScore } from '#shared/quality/scoring'
import type { QualityDeps } from './quality.routes.ts'

/** The headline figures of a run never change: one run's are kept. */
let known: { runId: string; now: Record<string, number | null> } | undefined

async function figuresNow({ runs }: QualityDeps['stores']): Promise<Record<string, number | null>> {
  const { runId } = await runs.current()
  if (runId === undefined) return {}
  if (known?.runId === runId) return known.now
  const snapshot = await runs.loadSnapshot(runId)
  if (!snapshot) return {}
  known = { runId, now: headlines(miniature(snapshot)) }
  return known.now
}

/** What the landing page, the shell and the dashboard show of data quality. */
export async function readSummary(
  { stores, scan, http }: Pick<QualityDeps, 'stores' | 'scan' | 'http'>,
  name: string,
): Promise<QualitySummary> {
  const [open, newest, changes, settings, now] = await Promise.all([
    stores.issues.cards(true),
    stores.scans.newest(30),
    stores.scans.ruleChanges(),
    scan.settings(),
    figuresNow(stores),
  ])
  const seconds = Date.parse(http.clock()) / 1_000
  const last = newest.find(({ status, isLight }) => status === 'done' && !isLight)
  const hasCritical = open.cards.some(({ sv }) => sv === 'critical')
  return {
    open: open.cards.length,
    isFloor: open.hasMore,
    bySeverity: severities.map((severity) => ({
      severity,
      count: open.cards.filter(({ sv }) => sv === severity).length,
    })),
    late: open.cards.filter((card) => isLate(card, seconds)).length,
    mine: open.cards.filter((card) => card.as === name).length,
    score: last ? overallScore(dimensionScores(ruleBook(changes), last.results), hasCritical) : null,
    lastScanAt: newest.find(({ status }) => status === 'done')?.finishedAt ?? null,
    badges: badgesOf(open.cards, now, settings.badgeShare),
    badgeShare: settings.badgeShare,
  }
}
