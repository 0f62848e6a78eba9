import { DomainError, invalidInput } from '#shared/kernel/errors'
import { after } from '#shared/quality/history'
import { detected } from '#shared/quality/history'
import { type Issue, type IssueEvent, issueId } from '#shared/quality/issue'
import type { IssueMove } from '#shared/quality/issue-view.schema'
import { ruleBook } from '#shared/quality/rule-book'
import { issueNotFound } from '#functions/store/issues.store'
import { openRows } from './issue-rows.ts'
import type { QualityDeps } from './quality.routes.ts'

type Deps = Pick<QualityDeps, 'stores' | 'http' | 'scan' | 'files'>

/** What a move is in the history. */
function eventOf(move: IssueMove, base: { at: string; by: string }): IssueEvent {
  switch (move.move) {
    case 'acknowledge':
      return { ...base, kind: 'acknowledged' }
    case 'assign':
      return { ...base, kind: 'assigned', to: move.to }
    case 'start':
      return { ...base, kind: 'started' }
    case 'resolve':
      return { ...base, kind: 'resolved', reason: move.reason, comment: move.comment }
    case 'suppress':
      return { ...base, kind: 'suppressed', until: `${move.until}T23:59:59.999Z`, comment: move.comment }
    case 'reopen':
      return { ...base, kind: 'reopened', why: 'by-hand', ...(move.comment ? { comment: move.comment } : {}) }
    case 'merge':
      return { ...base, kind: 'merged', into: move.into }
  }
}

/** Makes a move of an issue; one that the workflow does not allow is refused by its table. */
export async function moveIssue(
  { id, move, by }: { id: string; move: IssueMove; by: string },
  deps: Deps,
): Promise<Issue> {
  const { issues } = deps.stores
  const base = { at: deps.http.clock(), by }
  if (move.move === 'merge') {
    const target = move.into === id ? undefined : await issues.load(move.into)
    if (!target || target.mergedInto !== undefined)
      throw invalidInput('issue.merge-target', 'Choose another issue that was not merged itself.')
    const merged = await happened(id, eventOf(move, base), deps)
    await happened(target.id, { ...base, kind: 'absorbed', from: id }, deps)
    return merged
  }
  return happened(id, eventOf(move, base), deps)
}

/** Adds an event to the history of an issue. */
export async function happened(id: string, event: IssueEvent, deps: Deps): Promise<Issue> {
  const { issues } = deps.stores
  const { slaHours } = await deps.scan.settings()
  for (let attempt = 1; ; attempt++) {
    const issue = await issues.load(id)
    if (!issue) throw issueNotFound(id)
    try {
      return await issues.save(issue, after(issue, event, slaHours), [event])
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'issue.changed-meanwhile' || attempt >= 4)
        throw error
    }
  }
}

/** Subjects split off one rule at most. */
const MOST_SPLIT = 1_000

/** Gives one failing row an issue of its own, with its own workflow. */
export async function splitIssue(
  { id, subject, by }: { id: string; subject: string; by: string },
  deps: Deps,
): Promise<Issue> {
  const { issues, scans } = deps.stores
  const issue = await issues.load(id)
  if (!issue) throw issueNotFound(id)
  const row = (await openRows(issue, { files: deps.files, issues })).find((one) => one.subject === subject)
  if (!row) throw invalidInput('issue.no-such-row', 'This row does not fail any more.')
  const { cards } = await issues.cards(true)
  if (cards.filter(({ r, u }) => r === issue.rule && u !== undefined).length >= MOST_SPLIT)
    throw new DomainError(
      'conflict',
      'issue.too-many-split',
      `At most ${MOST_SPLIT} rows of a rule have issues of their own.`,
    )
  const rule = ruleBook(await scans.ruleChanges()).find((one) => one.id === issue.rule)
  if (!rule) throw issueNotFound(id)
  const { slaHours: sla } = await deps.scan.settings()
  const { rule: ruleId, field, source } = issue
  const identity = { rule: ruleId, field, source, subject }
  const known = await issues.load(issueId(identity))
  if (known) return known
  const at = deps.http.clock()
  const event = { kind: 'detected', at, by, count: 1, severity: issue.severity } as const
  const { lastScan, lastScanAt } = issue
  const own: Issue = {
    ...detected(identity, { rule, event, sla }),
    evaluated: 1,
    clients: row.clientId === undefined ? 0 : 1,
    sample: [row],
    ...(lastScan === undefined ? {} : { lastScan }),
    ...(lastScanAt === undefined ? {} : { lastScanAt }),
  }
  const saved = await issues.save(undefined, own, [event])
  await happened(id, { kind: 'split', at, by, subject, issueId: saved.id }, deps)
  return saved
}
