import { randomUUID } from 'node:crypto'
import * as v from 'valibot'
import { DomainError } from '#shared/kernel/errors'
import type { ClientWithFacts } from '#shared/client/client'
import { FixPreview, FixView, FixWish } from '#shared/quality/issue-view.schema'
import type { Issue } from '#shared/quality/issue'
import { ruleBook } from '#shared/quality/rule-book'
import type { Rule } from '#shared/quality/rule'
import { passed } from '#shared/quality/sighting'
import { isOpen } from '#shared/quality/workflow'
import { actorOf, requireRight } from '#functions/http/actor'
import { describe } from '#functions/http/openapi'
import { validate } from '#functions/http/validate'
import { issueNotFound } from '#functions/store/issues.store'
import {
  applyFix,
  type FixDeps,
  type FixWish as Wish,
  planFix,
  planMoves,
  stillFailing,
} from './fix-issue.ts'
import { IssueParams } from './issue-routes.ts'
import { openRows } from './issue-rows.ts'
import { happened } from './move-issue.ts'
import type { QualityApp, QualityDeps } from './quality.routes.ts'
import { revertFix } from './revert-fix.ts'
import { currentRun } from './scan-effects.ts'
import { worldOf } from './scan-job.ts'

const ROWS_SHOWN = 100
const BatchParams = v.strictObject({ ...IssueParams.entries, batch: v.pipe(v.string(), v.maxLength(64)) })

/** Corrections: shown first, applied as a batch, taken back; the rule is checked again at once. */
export function addFixRoutes(section: QualityApp, deps: QualityDeps): void {
  section
    .post(
      '/api/quality/issues/:id/fixes/preview',
      describe({
        summary: 'Says what a correction would change, and how the headline figures would move',
        answer: FixPreview,
        right: 'edit',
        audit: 'quality-issue.fix-previewed',
      }),
      requireRight('edit'),
      validate('param', IssueParams),
      validate('json', FixWish),
      async (c) => {
        const { plan } = await planned(c.req.valid('param').id, c.req.valid('json'), deps)
        const moves = planMoves(plan, await currentRun(deps.scan))
        c.set('auditSubject', { kind: 'quality-issue', id: c.req.valid('param').id })
        return c.json({
          clients: plan.changes.length,
          rows: plan.rows.slice(0, ROWS_SHOWN),
          total: plan.rows.length,
          left: plan.left,
          moves,
        })
      },
    )
    .post(
      '/api/quality/issues/:id/fixes',
      describe({
        summary: 'Applies a correction to the failing rows as one batch that can be taken back',
        answer: FixView,
        right: 'edit',
        audit: 'quality-issue.fixed',
      }),
      requireRight('edit'),
      validate('param', IssueParams),
      validate('json', FixWish),
      async (c) => {
        const { id } = c.req.valid('param')
        const wish = c.req.valid('json')
        const by = actorOf(c).name
        const { issue, rule, plan } = await planned(id, wish, deps)
        const applying = { id: randomUUID(), issue, says: wordsOf(wish), by }
        const { batch, now } = await applyFix(applying, plan, fixDeps(deps))
        await happened(
          id,
          { kind: 'fixed', at: deps.http.clock(), by, batchId: batch.id, rows: batch.rows },
          deps,
        )
        await recheck({ issue, rule, now, by, direction: -1 }, deps)
        c.set('auditSubject', { kind: 'quality-issue', id })
        c.set('auditDetails', { batch: batch.id, clients: batch.clients, rows: batch.rows })
        return c.json(shown(batch))
      },
    )
    .post(
      '/api/quality/issues/:id/fixes/:batch/revert',
      describe({
        summary: 'Takes a batch of corrections back',
        answer: FixView,
        right: 'edit',
        audit: 'quality-issue.fix-reverted',
      }),
      requireRight('edit'),
      validate('param', BatchParams),
      async (c) => {
        const { id, batch: batchId } = c.req.valid('param')
        const by = actorOf(c).name
        const { issue, rule } = await issueAndRule(id, deps)
        const found = (await deps.stores.issues.fixes(id)).find((one) => one.id === batchId)
        if (!found) throw new DomainError('not-found', 'fix.not-found', 'There is no such batch of fixes.')
        const { batch, now } = await revertFix({ batch: found, by }, fixDeps(deps))
        await happened(id, { kind: 'reverted', at: deps.http.clock(), by, batchId, rows: batch.rows }, deps)
        await recheck({ issue, rule, now, by, direction: 1 }, deps)
        c.set('auditSubject', { kind: 'quality-issue', id })
        c.set('auditDetails', { batch: batchId, kept: batch.kept?.length ?? 0 })
        return c.json(shown(batch))
      },
    )
}

function fixDeps({ stores, channels, files, http }: QualityDeps): FixDeps {
  return { clients: stores.clients, channels, issues: stores.issues, files, clock: http.clock }
}

async function issueAndRule(id: string, { stores }: QualityDeps) {
  const [issue, changes] = await Promise.all([stores.issues.load(id), stores.scans.ruleChanges()])
  const rule = ruleBook(changes).find((one) => one.id === issue?.rule)
  if (!issue || !rule) throw issueNotFound(id)
  return { issue, rule }
}

async function planned(id: string, wish: Wish, deps: QualityDeps) {
  const { issue, rule } = await issueAndRule(id, deps)
  const [world, scan] = await Promise.all([worldOf(deps.scan), deps.stores.scans.load(issue.lastScan ?? '')])
  const question = { issue, rule, wish, world, spellings: scan?.spellings ?? {} }
  return { issue, rule, plan: await planFix(question, fixDeps(deps)) }
}

interface Recheck {
  readonly issue: Issue
  readonly rule: Rule
  readonly now: readonly ClientWithFacts[]
  readonly by: string
  readonly direction: 1 | -1
}

/**
 * The rule, checked again on the clients a batch touched: what passes now is counted off, what fails again is counted on.
 * At zero the issue has passed; after a revert it is open again. Rules that compare clients are counted by their rows.
 */
async function recheck({ issue, rule, now, by, direction }: Recheck, deps: QualityDeps): Promise<void> {
  const failing = stillFailing(rule, now, await worldOf(deps.scan))
  const { issues } = deps.stores
  const latest = await issues.load(issue.id)
  if (!latest) return
  const at = deps.http.clock()
  const { slaHours: sla } = await deps.scan.settings()
  const left = (await rowsLeft(latest, deps)) + (direction === -1 ? failing : 0)
  if (direction === -1 && left === 0 && isOpen(latest.status)) {
    const scanning = {
      at,
      scanId: latest.lastScan ?? '',
      startedAt: latest.lastScanAt ?? at,
      isLight: true,
      sla,
    }
    const { issue: next, events } = passed(latest, scanning)
    await issues.save(latest, next, events)
    return
  }
  if (direction === 1 && latest.status === 'resolved')
    await happened(issue.id, { kind: 'reopened', at, by, why: 'returned' }, deps)
  const count = Math.max(left, direction === 1 ? failing : 0)
  if (count > 0) await happened(issue.id, { kind: 'counted', at, by, count, severity: issue.severity }, deps)
}

async function rowsLeft(issue: Issue, { files, stores }: QualityDeps): Promise<number> {
  return (await openRows(issue, { files, issues: stores.issues })).length
}

function wordsOf({ correction }: Wish): string {
  if (correction.kind === 'proposed') return 'As proposed'
  if (correction.kind === 'remove') return 'Failing rows removed'
  return `${correction.field} set to ${correction.value === null ? 'nothing' : String(correction.value)}`
}

function shown(batch: Awaited<ReturnType<typeof applyFix>>['batch']): v.InferOutput<typeof FixView> {
  const { id, says, state, rows, clients, at, by, revertedAt = null, revertedBy = null, kept = [] } = batch
  return { id, says, state, rows, clients, at, by, revertedAt, revertedBy, kept: [...kept] }
}
