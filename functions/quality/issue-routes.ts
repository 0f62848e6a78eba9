import * as v from 'valibot'
import { FailingRowsPage, IssueMove, IssueView, NewComment } from '#shared/quality/issue-view.schema'
import { EffectView } from '#shared/quality/quality-view.schema'
import { ruleBook } from '#shared/quality/rule-book'
import { actorOf, requireRight } from '#functions/http/actor'
import { describe } from '#functions/http/openapi'
import { validate } from '#functions/http/validate'
import { issueNotFound } from '#functions/store/issues.store'
import { MOST_ROWS, openRows } from './issue-rows.ts'
import { happened, moveIssue, splitIssue } from './move-issue.ts'
import type { QualityApp, QualityDeps } from './quality.routes.ts'
import { readIssue, shownRow } from './read-issue.ts'
import { currentRun, renew } from './scan-effects.ts'

/** The path of an issue. */
export const IssueParams = v.strictObject({ id: v.pipe(v.string(), v.maxLength(64)) })
const RowsQuery = v.strictObject({
  offset: v.optional(
    v.pipe(v.string(), v.toNumber(), v.integer(), v.minValue(0), v.maxValue(MOST_ROWS)),
    '0',
  ),
})
const NewSplit = v.strictObject({ subject: v.pipe(v.string(), v.minLength(1), v.maxLength(200)) })
const ROWS_PER_PAGE = 25
const MOST_CLIENTS = 5_000

/** One issue: what it is, what fails, what happened to it, what may be done. */
export function addIssueRoutes(section: QualityApp, deps: QualityDeps): void {
  const { stores } = deps
  section
    .get(
      '/api/quality/issues/:id',
      describe({ summary: 'Reads an issue with its history', answer: IssueView, right: 'figures' }),
      requireRight('figures'),
      validate('param', IssueParams),
      async (c) => c.json(await readIssue(c.req.valid('param').id, deps)),
    )
    .get(
      '/api/quality/issues/:id/rows',
      describe({ summary: 'Lists the failing rows of an issue', answer: FailingRowsPage, right: 'figures' }),
      requireRight('figures'),
      validate('param', IssueParams),
      validate('query', RowsQuery),
      async (c) => {
        const issue = await stores.issues.load(c.req.valid('param').id)
        if (!issue) throw issueNotFound(c.req.valid('param').id)
        const { offset } = c.req.valid('query')
        const rows = await openRows(issue, { files: deps.files, issues: stores.issues })
        const isClear = actorOf(c).rights.includes('personal')
        const items = rows.slice(offset, offset + ROWS_PER_PAGE).map((row) => shownRow(row, isClear))
        return c.json({ items, total: rows.length, isFloor: rows.length >= MOST_ROWS })
      },
    )
    .post(
      '/api/quality/issues/:id/moves',
      describe({
        summary: 'Moves an issue through its workflow',
        answer: IssueView,
        right: 'edit',
        audit: 'quality-issue.moved',
      }),
      requireRight('edit'),
      validate('param', IssueParams),
      validate('json', IssueMove),
      async (c) => {
        const { id } = c.req.valid('param')
        const move = c.req.valid('json')
        await moveIssue({ id, move, by: actorOf(c).name }, deps)
        c.set('auditSubject', { kind: 'quality-issue', id })
        c.set('auditDetails', { move: move.move })
        return c.json(await readIssue(id, deps))
      },
    )
  addTalkRoutes(section, deps)
}

function addTalkRoutes(section: QualityApp, deps: QualityDeps): void {
  section
    .post(
      '/api/quality/issues/:id/comments',
      describe({
        summary: 'Comments an issue; @name mentions somebody',
        answer: IssueView,
        right: 'act',
        audit: 'quality-issue.commented',
      }),
      requireRight('act'),
      validate('param', IssueParams),
      validate('json', NewComment),
      async (c) => {
        const { id } = c.req.valid('param')
        const { text } = c.req.valid('json')
        const mentions = [...text.matchAll(/@([\w.@-]{2,64})/g)].map((match) => match[1] ?? '')
        await happened(
          id,
          { kind: 'commented', at: deps.http.clock(), by: actorOf(c).name, text, mentions },
          deps,
        )
        c.set('auditSubject', { kind: 'quality-issue', id })
        return c.json(await readIssue(id, deps))
      },
    )
    .post(
      '/api/quality/issues/:id/split',
      describe({
        summary: 'Gives one failing row an issue of its own',
        answer: v.object({ id: v.string() }),
        right: 'edit',
        audit: 'quality-issue.split',
      }),
      requireRight('edit'),
      validate('param', IssueParams),
      validate('json', NewSplit),
      async (c) => {
        const { id } = c.req.valid('param')
        const own = await splitIssue({ id, subject: c.req.valid('json').subject, by: actorOf(c).name }, deps)
        c.set('auditSubject', { kind: 'quality-issue', id: own.id })
        return c.json({ id: own.id })
      },
    )
  addEffectRoute(section, deps)
}

function addEffectRoute(section: QualityApp, deps: QualityDeps): void {
  section.post(
    '/api/quality/issues/:id/effect',
    describe({
      summary: 'Computes the effect of an issue on the figures now, of up to 5,000 clients',
      answer: EffectView,
      right: 'edit',
      audit: 'quality-issue.measured',
    }),
    requireRight('edit'),
    validate('param', IssueParams),
    async (c) => {
      const { id } = c.req.valid('param')
      const issue = await deps.stores.issues.load(id)
      const rules = ruleBook(await deps.stores.scans.ruleChanges())
      const rule = rules.find((one) => one.id === issue?.rule)
      if (!issue || !rule) throw issueNotFound(id)
      const spellings = (await deps.stores.scans.load(issue.lastScan ?? ''))?.spellings ?? {}
      const measured = await currentRun(deps.scan)
      const effect = await renew(issue, { rule, measured, spellings, mostClients: MOST_CLIENTS }, deps.scan)
      c.set('auditSubject', { kind: 'quality-issue', id })
      return c.json(effect)
    },
  )
}
