import { randomBytes } from 'node:crypto'
import * as v from 'valibot'
import { invalidInput } from '#shared/kernel/errors'
import { nextDue } from '#shared/report/schedule'
import { NewSchedule, SchedulesView, ScheduleView } from '#shared/report/schedule-view.schema'
import { actorOf, requireRight } from '#functions/http/actor'
import { describe } from '#functions/http/openapi'
import type { createSection } from '#functions/http/section'
import { validate } from '#functions/http/validate'
import { type ScheduleRecord, scheduleNotFound, type SchedulesStore } from '#functions/store/schedules.store'
import { linkOf } from './report-view.ts'
import { openContent } from './open-content.ts'
import type { ActionDeps } from './report-actions.ts'

const ScheduleParams = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/, 'This is no schedule id.')),
})
const MOST_SCHEDULES = 50
const right = 'export'

/** What the routes of schedules act on. */
export interface ScheduleDeps extends ActionDeps {
  readonly schedules: Pick<SchedulesStore, 'create' | 'load' | 'remove' | 'ofOwner' | 'deliveries'>
}

/** Schedules: list them with their log, keep one, end one. */
export function withSchedules<App extends ReturnType<typeof createSection>>(app: App, deps: ScheduleDeps) {
  const { http, stores, schedules } = deps
  const guard = requireRight(right)
  return app
    .get(
      '/api/schedules',
      describe({
        summary: 'Lists the caller’s schedules with their last deliveries',
        answer: SchedulesView,
        right,
      }),
      guard,
      async (c) => {
        const mine = await schedules.ofOwner(actorOf(c).userId)
        const items = await Promise.all(mine.map((record) => scheduleView(record, deps)))
        const failed = items.filter(({ deliveries: [last] }) => last?.status === 'failed').length
        return c.json({ items, total: items.length, failed })
      },
    )
    .post(
      '/api/schedules',
      describe({
        summary: 'Has a report made again and again',
        answer: ScheduleView,
        status: 201,
        right,
        audit: 'schedule.added',
      }),
      guard,
      validate('json', NewSchedule),
      async (c) => {
        const { definition: wished, cadence, skipsEmpty } = c.req.valid('json')
        const { run: _, ...definition } = wished
        const { userId, name } = actorOf(c)
        if ((await schedules.ofOwner(userId)).length >= MOST_SCHEDULES) throw tooMany()
        // A wish that cannot be made now is refused now, not at four in the morning.
        const { facts } = await openContent(definition, stores)
        const at = http.clock()
        const record: ScheduleRecord = {
          id: `${at.replace(/\D/g, '').slice(0, 17)}-${randomBytes(5).toString('hex')}`,
          ownerId: userId,
          by: name,
          createdAt: at,
          title: facts.title,
          definition,
          cadence,
          skipsEmpty,
          nextAt: nextDue(cadence, at),
        }
        await schedules.create(record)
        c.set('auditSubject', { kind: 'schedule', id: record.id })
        return c.json(await scheduleView(record, deps), 201)
      },
    )
    .delete(
      '/api/schedules/:id',
      describe({
        summary: 'Ends a schedule; its reports stay',
        status: 204,
        right,
        audit: 'schedule.removed',
      }),
      guard,
      validate('param', ScheduleParams),
      async (c) => {
        const { id } = c.req.valid('param')
        const record = await schedules.load(id)
        if (!record || record.ownerId !== actorOf(c).userId) throw scheduleNotFound(id)
        await schedules.remove(id)
        c.set('auditSubject', { kind: 'schedule', id })
        return c.body(null, 204)
      },
    )
}

async function scheduleView(
  record: ScheduleRecord,
  { schedules, stores }: ScheduleDeps,
): Promise<ScheduleView> {
  const { id, title, definition, cadence, skipsEmpty, nextAt } = record
  const deliveries = await Promise.all(
    (await schedules.deliveries(id)).map(async ({ dueAt, reportId, error }) => {
      const report = reportId === undefined ? undefined : await stores.reports.load(reportId)
      return {
        dueAt,
        reportId: reportId ?? null,
        status: report?.status ?? ('failed' as const),
        message: report?.error?.message ?? error?.message ?? null,
        link: report?.status === 'done' ? linkOf(report.id) : null,
      }
    }),
  )
  return { id, title, definition, cadence, skipsEmpty, nextAt, deliveries }
}

const tooMany = () =>
  invalidInput('schedule.too-many', `At most ${MOST_SCHEDULES} schedules each. End one first.`)
