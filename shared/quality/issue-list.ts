/** The list of issues as a function of their cards: filters, orders, counts. */
import type { IssueCard } from './issue-card.ts'
import type { IssueRow, IssuesPage, IssuesQuery } from './issue-view.schema.ts'
import { rank, type Rule } from './rule.ts'
import { isLate } from './scoring.ts'

const instant = (seconds: number): string => new Date(seconds * 1_000).toISOString()

/** The row of a card. */
export function issueRow(card: IssueCard, rules: ReadonlyMap<string, Rule>, nowSeconds: number): IssueRow {
  const [clv = null, churn = null, revenue = null] = card.e ?? []
  return {
    id: card.id,
    rule: card.r,
    sentence: rules.get(card.r)?.sentence ?? card.r,
    field: card.f,
    source: card.s,
    subject: card.u ?? null,
    dimension: card.dm,
    area: card.ar,
    status: card.st,
    severity: card.sv,
    assignee: card.as ?? null,
    count: card.n,
    recent: card.rc ?? 0,
    clients: card.c,
    detectedAt: instant(card.d),
    openedAt: instant(card.o),
    resolveDueAt: instant(card.rd),
    isLate: isLate(card, nowSeconds),
    timesReopened: card.ro,
    isAutoResolved: card.au ?? false,
    averageClvCents: clv,
    churn,
    revenueCents: revenue,
  }
}

const orders: Readonly<Record<IssuesQuery['sort'], (a: IssueRow, b: IssueRow) => number>> = {
  severity: (a, b) => rank(b.severity) - rank(a.severity) || b.count - a.count,
  effect: (a, b) => Math.abs(b.averageClvCents ?? 0) - Math.abs(a.averageClvCents ?? 0),
  age: (a, b) => (a.openedAt < b.openedAt ? -1 : a.openedAt > b.openedAt ? 1 : 0),
  count: (a, b) => b.count - a.count,
}

/** A page of the rows that match a question, with counts of all that match. */
export function issuesPage(rows: readonly IssueRow[], question: IssuesQuery, isFloor: boolean): IssuesPage {
  const words = (question.q ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  const matches = (row: IssueRow): boolean =>
    (['dimension', 'area', 'severity', 'status', 'assignee'] as const).every(
      (name) => question[name] === undefined || question[name] === '' || question[name] === row[name],
    ) &&
    words.every((word) =>
      `${row.sentence} ${row.field} ${row.source} ${row.assignee ?? ''} ${row.id}`
        .toLowerCase()
        .includes(word),
    )
  const found = rows.filter(matches).toSorted((a, b) => orders[question.sort](a, b) || (a.id < b.id ? -1 : 1))
  const counts = (of: (row: IssueRow) => string) => {
    const byName = new Map<string, number>()
    for (const row of found) byName.set(of(row), (byName.get(of(row)) ?? 0) + 1)
    return [...byName].map(([name, count]) => ({ name, count }))
  }
  return {
    items: found.slice(question.offset, question.offset + question.limit),
    total: found.length,
    isFloor,
    bySeverity: counts(({ severity }) => severity),
    byStatus: counts(({ status }) => status),
    byDimension: counts(({ dimension }) => dimension),
  }
}
