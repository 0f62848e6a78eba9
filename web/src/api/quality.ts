import { keepPreviousData, queryOptions } from '@tanstack/vue-query'
import type { InferInput, InferOutput } from 'valibot'
import type {
  BulkAnswer,
  FailingRowsPage,
  FixPreview,
  FixView,
  FixWish,
  IssueMove,
  IssuesPage,
  IssueView,
  QualitySummary,
} from '#shared/quality/issue-view.schema'
import type { MetricsView } from '#shared/quality/metrics-view.schema'
import type { EffectView } from '#shared/quality/quality-view.schema'
import type { NewRule, RuleChange, RuleView } from '#shared/quality/rule-book'
import type { RulePreview } from '#shared/quality/rule-preview'
import { type Call, request } from './request.ts'

/** A rule as shown. */
export type Rule = InferOutput<typeof RuleView>
/** A correction as asked for. */
export type Wish = InferInput<typeof FixWish>

const issuePath = (id: string) => `/api/quality/issues/${encodeURIComponent(id)}`

/** Issues by filters. */
export function issuesQuery(query: NonNullable<Call['query']>) {
  return queryOptions({
    queryKey: ['quality', 'issues', query] as const,
    queryFn: ({ signal }) => request<IssuesPage>('/api/quality/issues', { query, signal }),
    staleTime: 10_000,
    placeholderData: keepPreviousData,
  })
}

/** What the landing page and the shell show. */
export function qualitySummaryQuery() {
  return queryOptions({
    queryKey: ['quality', 'summary'] as const,
    queryFn: ({ signal }) => request<QualitySummary>('/api/quality/summary', { signal }),
    staleTime: 30_000,
  })
}

/** Scores, times and breaches; asked again while a scan runs. */
export function metricsQuery() {
  return queryOptions({
    queryKey: ['quality', 'metrics'] as const,
    queryFn: ({ signal }) => request<MetricsView>('/api/quality/metrics', { signal }),
    staleTime: 10_000,
    refetchInterval: ({ state }) => (state.data?.isScanning ? 2_000 : false),
  })
}

/** One issue. */
export function issueQuery(id: string) {
  return queryOptions({
    queryKey: ['quality', 'issue', id] as const,
    queryFn: ({ signal }) => request<IssueView>(issuePath(id), { signal }),
    staleTime: 5_000,
  })
}

/** Failing rows of an issue. */
export function rowsQuery(id: string, offset: number) {
  return queryOptions({
    queryKey: ['quality', 'rows', id, offset] as const,
    queryFn: ({ signal }) => request<FailingRowsPage>(`${issuePath(id)}/rows`, { query: { offset }, signal }),
    placeholderData: keepPreviousData,
  })
}

/** Every rule. */
export function rulesQuery() {
  return queryOptions({
    queryKey: ['quality', 'rules'] as const,
    queryFn: ({ signal }) => request<{ items: Rule[]; total: number }>('/api/quality/rules', { signal }),
  })
}

/** Moves an issue. */
export function moveIssue(id: string, move: IssueMove): Promise<IssueView> {
  return request(`${issuePath(id)}/moves`, { method: 'POST', body: move })
}
/** Moves several issues. */
export function moveIssues(ids: readonly string[], move: IssueMove): Promise<InferOutput<typeof BulkAnswer>> {
  return request('/api/quality/issues/bulk', { method: 'POST', body: { ids, move } })
}
/** Comments an issue. */
export function commentIssue(id: string, text: string): Promise<IssueView> {
  return request(`${issuePath(id)}/comments`, { method: 'POST', body: { text } })
}
/** Gives a row an issue of its own. */
export function splitIssue(id: string, subject: string): Promise<{ id: string }> {
  return request(`${issuePath(id)}/split`, { method: 'POST', body: { subject } })
}
/** Computes the effect of an issue now. */
export function measureIssue(id: string): Promise<EffectView> {
  return request(`${issuePath(id)}/effect`, { method: 'POST', body: {} })
}
/** Says what a correction would change. */
export function previewFix(id: string, wish: Wish): Promise<FixPreview> {
  return request(`${issuePath(id)}/fixes/preview`, { method: 'POST', body: wish })
}
/** Applies a correction. */
export function applyFix(id: string, wish: Wish): Promise<InferOutput<typeof FixView>> {
  return request(`${issuePath(id)}/fixes`, { method: 'POST', body: wish })
}
/** Takes a correction back. */
export function revertFix(id: string, batch: string): Promise<InferOutput<typeof FixView>> {
  return request(`${issuePath(id)}/fixes/${encodeURIComponent(batch)}/revert`, { method: 'POST', body: {} })
}
/** Starts a full scan. */
export function startScan(): Promise<{ id: string }> {
  return request('/api/quality/scans', { method: 'POST', body: {} })
}
/** Switches or changes a rule. */
export function changeRule(id: string, change: RuleChange): Promise<Rule> {
  return request(`/api/quality/rules/${encodeURIComponent(id)}`, { method: 'PUT', body: change })
}
/** Adds a rule. */
export function addRule(rule: NewRule): Promise<Rule> {
  return request('/api/quality/rules', { method: 'POST', body: rule })
}
/** Tries a rule. */
export function previewRule(rule: NewRule): Promise<RulePreview> {
  return request('/api/quality/rules/preview', { method: 'POST', body: rule })
}
/** Removes a rule of the house. */
export function removeRule(id: string): Promise<void> {
  return request(`/api/quality/rules/${encodeURIComponent(id)}`, { method: 'DELETE' })
}
