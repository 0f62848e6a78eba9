import { type CivilDay, daysBetween } from '#shared/kernel/day'
import { DomainError } from '#shared/kernel/errors'
import { hash32 } from '#shared/kernel/ids'
import type { RunWish } from './run.ts'

/** The longest range a study is made of. */
export const LONGEST_RANGE_DAYS = 3_660

/** A range of days is a study of its own: as of its last day, with the range beside the listed periods. */
export function assertRange(from: CivilDay, to: CivilDay, today: CivilDay): void {
  if (from > to || to > today || daysBetween(from, to) > LONGEST_RANGE_DAYS)
    throw new DomainError(
      'invalid',
      'study.range',
      'A range runs from an earlier to a later day, ends today at the latest and spans ten years at most.',
      { details: { from, to, today } },
    )
}

/**
 * The id of a study of a range: the same question of the same data is the same study, so that asking again is answered
 * from what is there.
 */
export function studyId(
  wish: Omit<RunWish, 'runId' | 'reason'>,
  versions: readonly (string | number)[],
): string {
  const { asOf, from, model, horizonMonths } = wish
  const text = JSON.stringify([from, asOf, model, horizonMonths, versions])
  const hash = (salt: string) => hash32(`${salt}${text}`).toString(36).padStart(7, '0')
  return `study-${from ?? ''}-${asOf ?? ''}-${hash('a')}${hash('b')}`
}
