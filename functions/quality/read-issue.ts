import { failingKind } from '#shared/quality/affected'
import { settable } from '#shared/quality/correction'
import type { FailingRow } from '#shared/quality/finding'
import { issueCard } from '#shared/quality/issue-card'
import type { FailingRowsPage, IssueView } from '#shared/quality/issue-view.schema'
import { issueRow } from '#shared/quality/issue-list'
import { eventWords } from '#shared/quality/event-words'
import { proposals } from '#shared/quality/proposals'
import { ruleBook } from '#shared/quality/rule-book'
import { movesFrom } from '#shared/quality/workflow'
import { issueNotFound } from '#functions/store/issues.store'
import type { QualityDeps } from './quality.routes.ts'
import { ruleView } from './rule-view.ts'

/** One issue with all its page shows. */
export async function readIssue(
  id: string,
  { stores, http }: Pick<QualityDeps, 'stores' | 'http'>,
): Promise<IssueView> {
  const { issues, scans } = stores
  const [issue, history, fixes, changes] = await Promise.all([
    issues.load(id),
    issues.history(id),
    issues.fixes(id),
    scans.ruleChanges(),
  ])
  if (!issue) throw issueNotFound(id)
  const rules = new Map(ruleBook(changes).map((rule) => [rule.id, rule]))
  const rule = rules.get(issue.rule)
  const kind = rule ? failingKind(rule) : 'none'
  return {
    ...issueRow(issueCard(issue), rules, Date.parse(http.clock()) / 1_000),
    sentence: issue.sentence,
    version: issue.version,
    evaluated: issue.evaluated,
    ownerRole: issue.ownerRole,
    lastSeenAt: issue.lastSeenAt,
    landedAt: issue.landedAt ?? null,
    acknowledgedAt: issue.acknowledgedAt ?? null,
    acknowledgeDueAt: issue.acknowledgeDueAt,
    resolvedAt: issue.resolvedAt ?? null,
    resolution: issue.resolution ?? null,
    suppressedUntil: issue.suppressedUntil ?? null,
    mergedInto: issue.mergedInto ?? null,
    moves: movesFrom(issue.status),
    history: history.map((event) => ({
      number: event.number,
      at: event.at,
      by: event.by,
      kind: event.kind,
      says: eventWords(event),
    })),
    fixes: fixes.map(({ revertedAt = null, revertedBy = null, kept = [], issueId: _issue, ...fix }) => ({
      ...fix,
      revertedAt,
      revertedBy,
      kept: [...kept],
    })),
    effect: issue.effect ?? null,
    ruleView: rule ? ruleView(rule) : null,
    proposal: proposals[issue.rule]?.says ?? null,
    settable: [...settable[kind]],
    mayRemove: kind !== 'client' && kind !== 'none',
  }
}

/** A failing row as its reader may see it: names and e-mails only in clear for those who may. */
export function shownRow(row: FailingRow, isClear: boolean): FailingRowsPage['items'][number] {
  const isPersonal = /^client-|^load-rows/.test(row.rule)
  return {
    subject: row.subject,
    clientId: row.clientId ?? null,
    value: row.value === undefined ? null : isClear || !isPersonal ? row.value : '•••',
    says: row.says === undefined ? null : isClear || !isPersonal ? row.says : '•••',
    members: [...(row.members ?? [])].slice(0, 20),
  }
}
