/** How an event changes an issue: the fold that makes an issue of its history. */
import type { Instant } from '#shared/kernel/clock'
import { assertNever, invalidInput } from '#shared/kernel/errors'
import { type Issue, type IssueEvent, issueId, type IssueIdentity } from './issue.ts'
import type { QualitySettings } from './quality-settings.ts'
import type { Rule, Severity } from './rule.ts'
import { type IssueStatus, type Move, stateAfter } from './workflow.ts'

const moveOf: Readonly<Partial<Record<IssueEvent['kind'], Move>>> = {
  acknowledged: 'acknowledge',
  assigned: 'assign',
  started: 'start',
  resolved: 'resolve',
  passed: 'pass',
  suppressed: 'suppress',
  merged: 'merge',
}

/** The hours of a house until something must have happened. */
export type SlaHours = QualitySettings['slaHours']

/** So many hours after an instant. */
export function hoursAfter(at: Instant, hours: number): Instant {
  return new Date(Date.parse(at) + hours * 3_600_000).toISOString()
}

/** An issue at its first event. */
export function detected(
  identity: IssueIdentity,
  { rule, event, sla }: { rule: Rule; event: Extract<IssueEvent, { kind: 'detected' }>; sla: SlaHours },
): Issue {
  return {
    ...identity,
    id: issueId(identity),
    sentence: rule.sentence,
    dimension: rule.dimension,
    area: rule.area,
    status: 'new',
    severity: event.severity,
    ownerRole: rule.owner,
    count: event.count,
    evaluated: 0,
    clients: 0,
    sample: [],
    recent: 0,
    detectedAt: event.at,
    openedAt: event.at,
    lastSeenAt: event.at,
    ...dueFrom(event.at, event.severity, sla),
    timesReopened: 0,
    timesResolved: 0,
    comments: 0,
    events: 1,
    version: 1,
  }
}

function dueFrom(at: Instant, severity: Severity, sla: SlaHours) {
  const { acknowledge, resolve } = sla[severity]
  return { acknowledgeDueAt: hoursAfter(at, acknowledge), resolveDueAt: hoursAfter(at, resolve) }
}

/** The issue after one more event. @throws DomainError `issue.illegal-move`, `issue.suppression-over` */
export function after(issue: Issue, event: IssueEvent, sla: SlaHours): Issue {
  const next = { ...issue, events: issue.events + 1, version: issue.version + 1 }
  const move = moveOf[event.kind]
  const status = move === undefined ? issue.status : stateAfter(issue.status, move)
  switch (event.kind) {
    case 'detected':
    case 'counted':
      return { ...next, count: event.count, severity: event.severity, lastSeenAt: event.at }
    case 'acknowledged':
      return { ...next, status, acknowledgedAt: event.at }
    case 'assigned':
      return { ...next, status, assignee: event.to, acknowledgedAt: issue.acknowledgedAt ?? event.at }
    case 'started':
      return { ...next, status, acknowledgedAt: issue.acknowledgedAt ?? event.at }
    case 'resolved': {
      const isAccepted =
        event.reason === 'false-alarm' || event.reason === 'expected' || issue.rule === 'load-rows-rejected'
      const accepted = isAccepted ? { acceptedCount: issue.count } : {}
      return {
        ...closed(next, { at: event.at, status, reason: event.reason, comment: event.comment }),
        ...accepted,
      }
    }
    case 'passed':
      return {
        ...closed(next, { at: event.at, status, reason: 'passed', comment: 'The rule passes again.' }),
        count: 0,
        isAutoResolved: true,
      }
    case 'merged': {
      const comment = `Merged into ${event.into}.`
      return { ...closed(next, { at: event.at, status, reason: 'merged', comment }), mergedInto: event.into }
    }
    case 'suppressed':
      if (event.until <= event.at)
        throw invalidInput('issue.suppression-over', 'A suppression ends in the future. Choose a later day.')
      return {
        ...next,
        status,
        suppressedUntil: event.until,
        acknowledgedAt: issue.acknowledgedAt ?? event.at,
      }
    case 'reopened':
      return reopened(next, event, sla)
    case 'commented':
      return { ...next, comments: issue.comments + 1 }
    case 'absorbed':
    case 'split':
    case 'fixed':
    case 'reverted':
      return next
    default:
      return assertNever(event)
  }
}

interface Closing {
  readonly at: Instant
  readonly status: IssueStatus
  readonly reason: NonNullable<Issue['resolution']>['reason']
  readonly comment: string
}

function closed(issue: Issue, { at, status, reason, comment }: Closing): Issue {
  const { acceptedCount: _accepted, suppressedUntil: _until, ...rest } = issue
  return {
    ...rest,
    status,
    resolvedAt: at,
    isAutoResolved: false,
    resolution: { reason, comment },
    timesResolved: issue.timesResolved + 1,
  }
}

function reopened(issue: Issue, event: Extract<IssueEvent, { kind: 'reopened' }>, sla: SlaHours): Issue {
  const move = event.why === 'returned' ? 'fail' : event.why === 'expired' ? 'expire' : 'reopen'
  const status = stateAfter(issue.status, move)
  const {
    acceptedCount: _accepted,
    suppressedUntil: _until,
    acknowledgedAt: _acknowledged,
    resolvedAt: _resolved,
    isAutoResolved: _auto,
    resolution: _resolution,
    mergedInto: _merged,
    ...rest
  } = issue
  return {
    ...rest,
    status,
    openedAt: event.at,
    lastSeenAt: event.at,
    timesReopened: issue.timesReopened + 1,
    ...dueFrom(event.at, issue.severity, sla),
  }
}
