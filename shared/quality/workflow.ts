/** The states of an issue and the table of legal moves between them. */
import { DomainError } from '#shared/kernel/errors'

/** The states of an issue. */
export const issueStatuses = [
  'new',
  'acknowledged',
  'assigned',
  'in-progress',
  'resolved',
  'suppressed',
  'reopened',
] as const
/** A state of an issue. */
export type IssueStatus = (typeof issueStatuses)[number]

/** What a person may do. */
export const personMoves = [
  'acknowledge',
  'assign',
  'start',
  'resolve',
  'suppress',
  'reopen',
  'merge',
] as const
/** What a scan may do: the rule fails again, passes again, or a suppression is over. */
export const scanMoves = ['fail', 'pass', 'expire'] as const
/** What a person may do. */
export type PersonMove = (typeof personMoves)[number]
/** Any move. */
export type Move = PersonMove | (typeof scanMoves)[number]

const fromOpen = { resolve: 'resolved', suppress: 'suppressed', merge: 'resolved', pass: 'resolved' } as const

/** Where each move leads from each state; a move that is not listed is illegal. */
export const workflow: Readonly<Record<IssueStatus, Readonly<Partial<Record<Move, IssueStatus>>>>> = {
  new: { ...fromOpen, acknowledge: 'acknowledged', assign: 'assigned', fail: 'new' },
  acknowledged: { ...fromOpen, assign: 'assigned', start: 'in-progress', fail: 'acknowledged' },
  assigned: { ...fromOpen, assign: 'assigned', start: 'in-progress', fail: 'assigned' },
  'in-progress': { ...fromOpen, assign: 'assigned', fail: 'in-progress' },
  reopened: {
    ...fromOpen,
    acknowledge: 'acknowledged',
    assign: 'assigned',
    start: 'in-progress',
    fail: 'reopened',
  },
  resolved: { reopen: 'reopened', fail: 'reopened' },
  suppressed: { reopen: 'reopened', fail: 'suppressed', pass: 'resolved', expire: 'reopened' },
}

/** Whether an issue still wants something. */
export function isOpen(status: IssueStatus): boolean {
  return status !== 'resolved' && status !== 'suppressed'
}

/** What a person may do next. */
export function movesFrom(status: IssueStatus): PersonMove[] {
  return personMoves.filter((move) => workflow[status][move] !== undefined)
}

/** The state a move leads to. @throws DomainError `issue.illegal-move` */
export function stateAfter(status: IssueStatus, move: Move): IssueStatus {
  const after = workflow[status][move]
  if (after !== undefined) return after
  const may = movesFrom(status)
  throw new DomainError(
    'conflict',
    'issue.illegal-move',
    `An issue that is ${status} cannot ${move}. It can: ${may.join(', ') || 'nothing'}.`,
    { details: { status, move, may } },
  )
}
