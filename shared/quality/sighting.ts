/** What a scan does to an issue: opens it, counts it again, reopens it, or lets it pass. */
import type { Instant } from '#shared/kernel/clock'
import type { FailingRow } from './finding.ts'
import { after, detected, type SlaHours } from './history.ts'
import type { Issue, IssueEvent, IssueIdentity } from './issue.ts'
import { type Rule, severityOf } from './rule.ts'

/** What a scan saw of one identity. */
export interface Sighting {
  readonly identity: IssueIdentity
  readonly count: number
  readonly evaluated: number
  readonly clients: number
  readonly sample: readonly FailingRow[]
  readonly landedAt?: Instant
}

/** Which scan sees, when, and under which hours. A light scan looks at what changed only. */
export interface Scanning {
  readonly scanId: string
  readonly startedAt: Instant
  readonly at: Instant
  readonly isLight: boolean
  readonly sla: SlaHours
}

/** An issue with the events that made it so; no events where nothing changed. */
export interface Sighted {
  readonly issue: Issue
  readonly events: readonly IssueEvent[]
}

const SCAN = 'scan'

/** The issue after a scan saw its rule fail. A repeated failure joins it; a return reopens it under the same id. */
export function sighted(
  issue: Issue | undefined,
  rule: Rule,
  sighting: Sighting,
  scanning: Scanning,
): Sighted {
  const { at, sla, isLight } = scanning
  const severity = severityOf(rule.severity, sighting.count, sighting.evaluated)
  if (!issue) {
    const event = { kind: 'detected', at, by: SCAN, count: sighting.count, severity } as const
    return {
      issue: seen(detected(sighting.identity, { rule, event, sla }), sighting, scanning),
      events: [event],
    }
  }
  const events: IssueEvent[] = []
  let next = issue
  const add = (event: IssueEvent) => {
    next = after(next, event, sla)
    events.push(event)
  }
  const isBack =
    issue.status === 'resolved' && !isAccepted(issue, sighting.count) && issue.mergedInto === undefined
  const isOver = issue.status === 'suppressed' && (issue.suppressedUntil ?? '') <= at
  if (isBack) add({ kind: 'reopened', at, by: SCAN, why: 'returned' })
  if (isOver) add({ kind: 'reopened', at, by: SCAN, why: 'expired' })
  const isNews = !isLight && (sighting.count !== next.count || severity !== next.severity)
  if (isNews || isBack) add({ kind: 'counted', at, by: SCAN, count: sighting.count, severity })
  return { issue: seen(next, sighting, scanning), events }
}

/** Whether a person accepted at least so many failing rows as a false alarm or as expected. */
function isAccepted({ acceptedCount }: Issue, count: number): boolean {
  return acceptedCount !== undefined && count <= acceptedCount
}

function seen(issue: Issue, sighting: Sighting, { at, scanId, startedAt, isLight }: Scanning): Issue {
  const { sample, clients, evaluated, landedAt, count } = sighting
  const isFirst = issue.lastScan === undefined
  const landed = landedAt === undefined || issue.landedAt !== undefined ? {} : { landedAt }
  if (isLight && !isFirst)
    return { ...issue, ...landed, lastSeenAt: at, recent: Math.max(0, count - issue.count) }
  return {
    ...issue,
    ...landed,
    lastSeenAt: at,
    lastScan: scanId,
    lastScanAt: startedAt,
    sample,
    clients,
    evaluated,
    recent: 0,
  }
}

/** The issue after a full scan in which its rule was checked and nothing failed. */
export function passed(issue: Issue, { at, startedAt, sla }: Scanning): Sighted {
  if (issue.status === 'resolved') return { issue, events: [] }
  const event = { kind: 'passed', at, by: SCAN } as const
  return { issue: { ...after(issue, event, sla), recent: 0, lastScanAt: startedAt }, events: [event] }
}
