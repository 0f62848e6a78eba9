import * as v from 'valibot'
import {
  BulkAnswer,
  BulkMove,
  IssuesPage,
  IssuesQuery,
  QualitySummary,
} from '#shared/quality/issue-view.schema'
import { issueRow, issuesPage } from '#shared/quality/issue-list'
import { MetricsView } from '#shared/quality/metrics-view.schema'
import { ruleBook } from '#shared/quality/rule-book'
import { actorOf, requireRight } from '#functions/http/actor'
import { describe } from '#functions/http/openapi'
import { validate } from '#functions/http/validate'
import { moveIssue } from './move-issue.ts'
import type { QualityApp, QualityDeps } from './quality.routes.ts'
import { readMetrics } from './read-metrics.ts'
import { readSummary } from './read-summary.ts'
import { DomainError } from '#shared/kernel/errors'

/** Lists, the summary for other pages, metrics, and moves of several issues at once. */
export function addListRoutes(section: QualityApp, deps: QualityDeps): void {
  const { stores, http } = deps
  section
    .get(
      '/api/quality/issues',
      describe({
        summary: 'Lists issues with their effect on the figures',
        answer: IssuesPage,
        right: 'figures',
      }),
      requireRight('figures'),
      validate('query', IssuesQuery),
      async (c) => {
        const question = c.req.valid('query')
        const wanted = question.view === 'all' ? [true, false] : [question.view === 'open']
        const pages = await Promise.all(wanted.map((isOpen) => stores.issues.cards(isOpen)))
        const rules = new Map(ruleBook(await stores.scans.ruleChanges()).map((rule) => [rule.id, rule]))
        const now = Date.parse(http.clock()) / 1_000
        const rows = pages.flatMap(({ cards }) => cards.map((card) => issueRow(card, rules, now)))
        return c.json(
          issuesPage(
            rows,
            question,
            pages.some(({ hasMore }) => hasMore),
          ),
        )
      },
    )
    .get(
      '/api/quality/summary',
      describe({
        summary: 'Says how many issues are open and which headline figures they move',
        answer: QualitySummary,
        right: 'figures',
      }),
      requireRight('figures'),
      async (c) => c.json(await readSummary(deps, actorOf(c).name)),
    )
    .get(
      '/api/quality/metrics',
      describe({ summary: 'Scores, pass rates, times and breaches', answer: MetricsView, right: 'figures' }),
      requireRight('figures'),
      async (c) => c.json(await readMetrics(deps)),
    )
  addBulkRoutes(section, deps)
}

function addBulkRoutes(section: QualityApp, deps: QualityDeps): void {
  section
    .post(
      '/api/quality/issues/bulk',
      describe({
        summary: 'Moves several issues; those that cannot are named',
        answer: BulkAnswer,
        right: 'edit',
        audit: 'quality-issue.moved',
      }),
      requireRight('edit'),
      validate('json', BulkMove),
      async (c) => {
        const { ids, move } = c.req.valid('json')
        const refused: { id: string; message: string }[] = []
        for (const id of ids)
          try {
            await moveIssue({ id, move, by: actorOf(c).name }, deps)
          } catch (error) {
            if (!(error instanceof DomainError)) throw error
            refused.push({ id, message: error.message })
          }
        const moved = ids.length - refused.length
        c.set('auditSubject', { kind: 'quality-issue', id: ids[0] ?? '' })
        c.set('auditDetails', { move: move.move, ids, moved })
        return c.json({ moved, refused })
      },
    )
    .post(
      '/api/quality/scans',
      describe({
        summary: 'Starts a full scan',
        answer: v.object({ id: v.string() }),
        status: 202,
        right: 'edit',
        audit: 'quality-scan.started',
      }),
      requireRight('edit'),
      async (c) => {
        const id = await deps.startScan()
        c.set('auditSubject', { kind: 'quality-scan', id })
        return c.json({ id }, 202)
      },
    )
}
