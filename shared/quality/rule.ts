/**
 * A data-quality rule as data: what it says in a sentence, which dimension it belongs to, how severe a failure is, who
 * owns it, and how it is checked. Simple rules are evaluated by one interpreter; special ones name a pure function.
 */
import type { Role } from '#shared/access/rights'

/** The six dimensions of data quality. */
export const dimensions = [
  'completeness',
  'uniqueness',
  'validity',
  'consistency',
  'timeliness',
  'integrity',
] as const
/** One of the six dimensions; `integrity` reads "volume and integrity". */
export type Dimension = (typeof dimensions)[number]

/** What rules are about. */
export const areas = ['clients', 'products', 'transactions', 'engagement', 'loads'] as const
/** What a rule is about. */
export type Area = (typeof areas)[number]

/** The four severities, from least to most. */
export const severities = ['low', 'medium', 'high', 'critical'] as const
/** How severe an issue is. */
export type Severity = (typeof severities)[number]

/** What a single record checked by a simple rule is. */
export const subjects = ['client', 'line', 'holding', 'engagement', 'product'] as const
/** What a record is. */
export type Subject = (typeof subjects)[number]

/** How a condition compares; `is blank` and `is filled` take no value. */
export const operators = [
  'is-blank',
  'is-filled',
  'equals',
  'differs',
  'below',
  'above',
  'at-most',
  'at-least',
  'contains',
  'starts-with',
  'ends-with',
  'is-no-email',
] as const
/** How a condition compares. */
export type Operator = (typeof operators)[number]

/** A field compared with a value, or with another field of the same record. Money in minor units, days as text. */
export interface Condition {
  readonly field: string
  readonly operator: Operator
  readonly value?: string | number | boolean
  readonly other?: string
}

/** Fails where all of `failsWhen` hold, checked on the records where all of `filter` hold. */
export interface SimpleCheck {
  readonly kind: 'simple'
  readonly subject: Subject
  readonly filter: readonly Condition[]
  readonly failsWhen: readonly Condition[]
}

/** The special checks: on one client with its facts, on pairs of clients, or on what the whole adds up to. */
export const specialChecks = [
  'email-domain',
  'birth-plausible',
  'refund-first',
  'amount-agrees',
  'amount-usual',
  'booked-once',
  'engagement-unbroken',
  'engagement-days',
  'email-unique',
  'person-unique',
  'name-near',
  'channel-spelling',
  'spend-unbroken',
  'rows-rejected',
  'load-volume',
  'load-late',
  'months-volume',
  'amounts-drift',
  'channels-drift',
  'engagement-late',
  'transactions-late',
  'run-reconciled',
  'run-late',
] as const
/** The name of a special check. */
export type SpecialCheck = (typeof specialChecks)[number]

/** How a rule is checked. */
export type Check = SimpleCheck | { readonly kind: 'special'; readonly name: SpecialCheck }

/** The severity of an issue: `base`, raised where the failing share of what was evaluated reaches a threshold. */
export interface SeverityScale {
  readonly base: Severity
  readonly raised?: readonly { readonly fromShare: number; readonly to: Severity }[]
}

/** A rule. */
export interface Rule {
  readonly id: string
  /** What is true of good data, in one sentence. */
  readonly sentence: string
  readonly dimension: Dimension
  readonly area: Area
  /** The field an issue is about. */
  readonly field: string
  readonly severity: SeverityScale
  readonly owner: Role
  readonly isEnabled: boolean
  readonly check: Check
  /** Rules that come with the product; others were written by a user. */
  readonly isShipped: boolean
}

/** The severity of so many failures among so many evaluated. */
export function severityOf(
  { base, raised = [] }: SeverityScale,
  failed: number,
  evaluated: number,
): Severity {
  const share = evaluated === 0 ? 0 : failed / evaluated
  const reached = raised.filter(({ fromShare }) => share >= fromShare).map(({ to }) => to)
  return [base, ...reached].reduce((most, one) => (rank(one) > rank(most) ? one : most))
}

/** 0 for low to 3 for critical. */
export function rank(severity: Severity): number {
  return severities.indexOf(severity)
}
