import { randomBytes } from 'node:crypto'
import { type Job, type JobName, type JobSchedule, jobs } from '#shared/pipeline/pipeline'

const dayMilliseconds = 24 * 60 * 60 * 1000

/** Starts the scheduled jobs at their hour, as EventBridge Scheduler does on AWS. Returns what ends it. */
export function keepSchedules(start: (job: JobName, name: string, input: string) => unknown): () => void {
  const timers = new Map<string, NodeJS.Timeout>()
  const arm = (name: JobName, schedule: JobSchedule) => {
    const timer = setTimeout(
      () => {
        const id = freshRunId(new Date())
        start(name, id, JSON.stringify({ [schedule.id]: id, reason: schedule.reason }))
        arm(name, schedule)
      },
      millisecondsToNext(schedule.expression, new Date()),
    )
    timer.unref()
    timers.set(`${name} ${schedule.name}`, timer)
  }
  for (const [name, job] of Object.entries(jobs) as [JobName, Job][])
    for (const schedule of schedulesOf(job)) arm(name, schedule)
  return () => {
    for (const timer of timers.values()) clearTimeout(timer)
  }
}

function schedulesOf({ schedule, schedules = [] }: Job): readonly JobSchedule[] {
  const daily = { name: '', reason: 'nightly', id: 'runId' }
  return schedule === undefined ? schedules : [{ ...daily, expression: schedule }, ...schedules]
}

const hourMilliseconds = 60 * 60 * 1000

/** Milliseconds until a `cron(…)` in UTC is next due: daily at a minute, or every so many minutes of each hour. */
export function millisecondsToNext(schedule: string, now: Date): number {
  const [, every] = /^cron\(0\/(\d+) \* \* \* \? \*\)$/.exec(schedule) ?? []
  if (every !== undefined) {
    const step = Number(every) * 60_000
    return step - (now.getTime() % step)
  }
  const [, ofHour] = /^cron\((\d+) \* \* \* \? \*\)$/.exec(schedule) ?? []
  if (ofHour !== undefined) {
    const wait = Number(ofHour) * 60_000 - (now.getTime() % hourMilliseconds)
    return wait > 0 ? wait : wait + hourMilliseconds
  }
  const [, minute, hour] = /^cron\((\d+) (\d+) \* \* \? \*\)$/.exec(schedule) ?? []
  if (minute === undefined || hour === undefined)
    throw new Error(`The desk serves daily schedules and those of some minutes only, not ${schedule}`)
  const today = Date.UTC(
    now.getUTCFullYear(),
    now.getUTCMonth(),
    now.getUTCDate(),
    Number(hour),
    Number(minute),
  )
  const difference = today - now.getTime()
  return difference > 0 ? difference : difference + dayMilliseconds
}

function freshRunId(now: Date): string {
  return `${now.toISOString().replaceAll(/[-:.]/g, '')}-${randomBytes(4).toString('hex')}`
}
