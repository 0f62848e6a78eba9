import { DomainError } from '#shared/kernel/errors'
import { nextDue } from '#shared/report/schedule'
import type { ScheduleRecord, SchedulesStore } from '#functions/store/schedules.store'
import { type StartDeps, startReport } from './start-report.ts'

interface DueDeps extends StartDeps {
  readonly schedules: Pick<SchedulesStore, 'due' | 'advance'>
}

/**
 * Starts every report that is due, each once: the report's id follows from the schedule and the time it was due, so a
 * start that is repeated after a kill is the same report. Times missed while nothing ran are caught up with one report.
 */
export async function startDueReports(deps: DueDeps): Promise<number> {
  const now = deps.clock()
  let started = 0
  for (const schedule of await deps.schedules.due(now)) {
    const outcome = await startOne(schedule, deps)
    const delivery = { dueAt: schedule.nextAt, startedAt: now, ...outcome }
    if (await deps.schedules.advance(schedule, nextDue(schedule.cadence, now), delivery)) started += 1
  }
  return started
}

async function startOne({ id, ownerId, by, definition, skipsEmpty, nextAt }: ScheduleRecord, deps: DueDeps) {
  try {
    const asking = { ownerId, by, at: deps.clock(), name: `${id} ${nextAt}`, scheduleId: id, skipsEmpty }
    return { reportId: (await startReport(definition, asking, deps)).id }
  } catch (error) {
    // What cannot be made is entered into the log, where its owner sees it; a busy store is tried again.
    if (!(error instanceof DomainError) || error.kind === 'unavailable') throw error
    return { error: { code: error.code, message: error.message } }
  }
}
