/**
 * A data-quality issue: rule + field + source. Its state is the fold of its history: nothing changes it but an event, and
 * no event is ever changed or removed.
 */
import type { Instant } from '#shared/kernel/clock'
import { hash32 } from '#shared/kernel/ids'
import type { FailingRow } from './finding.ts'
import type { EffectView } from './quality-view.schema.ts'
import type { Dimension, Area, Severity } from './rule.ts'
import type { IssueStatus } from './workflow.ts'

/** Why an issue was resolved by a person. */
export const resolutionReasons = [
  'fixed',
  'source-corrected',
  'false-alarm',
  'expected',
  'not-worth-it',
] as const
/** Why an issue was resolved by a person. */
export type ResolutionReason = (typeof resolutionReasons)[number]

/** What identifies an issue for life. A subject only where one was split off. */
export interface IssueIdentity {
  readonly rule: string
  readonly field: string
  readonly source: string
  readonly subject?: string
}

/** Something that happened to an issue. */
export type IssueEvent = {
  readonly at: Instant
  /** Who: a user's name, or `scan`. */
  readonly by: string
} & (
  | { readonly kind: 'detected'; readonly count: number; readonly severity: Severity }
  | { readonly kind: 'counted'; readonly count: number; readonly severity: Severity }
  | { readonly kind: 'acknowledged' }
  | { readonly kind: 'assigned'; readonly to: string }
  | { readonly kind: 'started' }
  | { readonly kind: 'resolved'; readonly reason: ResolutionReason; readonly comment: string }
  | { readonly kind: 'passed' }
  | { readonly kind: 'suppressed'; readonly until: Instant; readonly comment: string }
  | { readonly kind: 'reopened'; readonly why: 'returned' | 'expired' | 'by-hand'; readonly comment?: string }
  | { readonly kind: 'commented'; readonly text: string; readonly mentions: readonly string[] }
  | { readonly kind: 'merged'; readonly into: string }
  | { readonly kind: 'absorbed'; readonly from: string }
  | { readonly kind: 'split'; readonly subject: string; readonly issueId: string }
  | { readonly kind: 'fixed'; readonly batchId: string; readonly rows: number }
  | { readonly kind: 'reverted'; readonly batchId: string; readonly rows: number }
)

/** An issue as its history makes it. */
export interface Issue extends IssueIdentity {
  readonly id: string
  readonly sentence: string
  readonly dimension: Dimension
  readonly area: Area
  readonly status: IssueStatus
  readonly severity: Severity
  readonly assignee?: string
  readonly ownerRole: string
  readonly count: number
  readonly evaluated: number
  /** Clients with a failing row, as far as the scan counted them. */
  readonly clients: number
  readonly sample: readonly FailingRow[]
  /** How many more than the last full scan counted a light scan saw: at least so many are new. */
  readonly recent: number
  readonly detectedAt: Instant
  /** When the data landed that fails; absent where nothing says. */
  readonly landedAt?: Instant
  readonly openedAt: Instant
  readonly lastSeenAt: Instant
  readonly lastScan?: string
  /** When the scan that last saw it began to read. */
  readonly lastScanAt?: Instant
  readonly acknowledgedAt?: Instant
  readonly resolvedAt?: Instant
  readonly isAutoResolved?: boolean
  readonly resolution?: { readonly reason: ResolutionReason | 'passed' | 'merged'; readonly comment: string }
  /** Failing rows accepted with a resolution as false alarm or expected. */
  readonly acceptedCount?: number
  readonly suppressedUntil?: Instant
  readonly mergedInto?: string
  readonly acknowledgeDueAt: Instant
  readonly resolveDueAt: Instant
  readonly timesReopened: number
  readonly timesResolved: number
  readonly comments: number
  /** Events so far: the history is complete when it has as many. */
  readonly events: number
  readonly version: number
  readonly effect?: EffectView
  /** The scan whose rows the effect was computed of. */
  readonly effectOf?: string
}

/** The id of an issue: its identity, so that whoever finds it finds the same one. */
export function issueId({ rule, field, source, subject }: IssueIdentity): string {
  const text = [rule, field, source, ...(subject === undefined ? [] : [subject])].join('\n')
  const hash = (seed: string) => hash32(`${seed}${text}`).toString(36).padStart(7, '0')
  return `${rule.slice(0, 40)}-${hash('a')}${hash('b')}`
}
