import type { WorkItem } from './landing-view.schema.ts'

/** How many pieces of work the first page shows. */
export const WORK_SHOWN = 8

const urgencies = ['now', 'value', 'later'] as const

/**
 * One list out of many: what failed or is overdue first, then what is worth most, then by the day it is due. The order is
 * total, so the same work stands in the same place.
 */
export function ranked(items: readonly WorkItem[]): WorkItem[] {
  const value = ({ valueCents }: WorkItem) => valueCents ?? -1
  const due = ({ dueOn }: WorkItem) => dueOn ?? '9999-12-31'
  return items.toSorted(
    (left, right) =>
      urgencies.indexOf(left.urgency) - urgencies.indexOf(right.urgency) ||
      value(right) - value(left) ||
      compared(due(left), due(right)) ||
      compared(`${left.kind}#${left.id}`, `${right.kind}#${right.id}`),
  )
}

function compared(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1
}
