import type { IssueEvent } from './issue.ts'

const reasons = {
  fixed: 'fixed',
  'source-corrected': 'corrected at the source',
  'false-alarm': 'a false alarm',
  expected: 'expected',
  'not-worth-it': 'not worth correcting',
} as const

/** What happened, as a line of the history. */
export function eventWords(event: IssueEvent): string {
  switch (event.kind) {
    case 'detected':
      return `Detected: ${event.count} failing, ${event.severity}.`
    case 'counted':
      return `Counted again: ${event.count} failing, ${event.severity}.`
    case 'acknowledged':
      return 'Acknowledged.'
    case 'assigned':
      return `Assigned to ${event.to}.`
    case 'started':
      return 'Work began.'
    case 'resolved':
      return `Resolved as ${reasons[event.reason]}: ${event.comment}`
    case 'passed':
      return 'Resolved by itself: the rule passes again.'
    case 'suppressed':
      return `Suppressed until ${event.until.slice(0, 10)}: ${event.comment}`
    case 'reopened':
      return event.why === 'returned'
        ? 'Reopened: the rule fails again.'
        : event.why === 'expired'
          ? 'Reopened: the suppression is over.'
          : `Reopened${event.comment ? `: ${event.comment}` : '.'}`
    case 'commented':
      return event.text
    case 'merged':
      return `Merged into ${event.into}.`
    case 'absorbed':
      return `Took in ${event.from}.`
    case 'split':
      return `${event.subject} has an issue of its own: ${event.issueId}.`
    case 'fixed':
      return `Fixed ${event.rows} ${event.rows === 1 ? 'row' : 'rows'}.`
    case 'reverted':
      return `Took back the fix of ${event.rows} ${event.rows === 1 ? 'row' : 'rows'}.`
  }
}
