import type { LocationQuery } from 'vue-router'
import { issueOrders } from '#shared/quality/issue-view.schema'
import { areas, dimensions, severities } from '#shared/quality/rule'
import { issueStatuses } from '#shared/quality/workflow'
import { listed, one } from '../../lib/query-text.ts'

/** How many rows a page of the list has. */
export const ISSUES_PER_PAGE = 25

/** What the URL of the list asks for; anything unknown is the usual. */
export function parseIssues(query: LocationQuery) {
  return {
    view: listed(one(query, 'view'), ['open', 'closed', 'all'] as const, 'open'),
    as: listed(one(query, 'as'), ['table', 'board'] as const, 'table'),
    severity: listed(one(query, 'severity'), ['', ...severities] as const, ''),
    status: listed(one(query, 'status'), ['', ...issueStatuses] as const, ''),
    dimension: listed(one(query, 'dimension'), ['', ...dimensions] as const, ''),
    area: listed(one(query, 'area'), ['', ...areas] as const, ''),
    q: (one(query, 'q') ?? '').slice(0, 64),
    sort: listed(one(query, 'sort'), issueOrders, 'severity'),
    page: Math.max(0, Math.min(80, Math.floor(Number(one(query, 'page') ?? 0)) || 0)),
  }
}
/** What the list shows; all of it stands in the URL. */
export type IssuesState = ReturnType<typeof parseIssues>

/** The URL of a state, without what is usual. */
export function printIssues(state: IssuesState): Record<string, string> {
  const { view, as, sort, page, ...rest } = state
  return {
    ...(view !== 'open' && { view }),
    ...(as !== 'table' && { as }),
    ...(sort !== 'severity' && { sort }),
    ...(page > 0 && { page: String(page) }),
    ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== '')),
  }
}

/** What the API is asked; a board shows up to a hundred at once. */
export function askIssues({ as, page, ...rest }: IssuesState): Record<string, string | number> {
  return as === 'board'
    ? { ...rest, limit: 100 }
    : { ...rest, limit: ISSUES_PER_PAGE, offset: page * ISSUES_PER_PAGE }
}
