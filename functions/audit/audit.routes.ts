import * as v from 'valibot'
import { AuditPage, AuditQuery, DayVerification } from '#shared/audit/audit-view.schema'
import { isCivilDay } from '#shared/kernel/day'
import { requireRight } from '#functions/http/actor'
import type { Cursors } from '#functions/http/cursor'
import type { HttpDeps } from '#functions/http/env'
import { describe } from '#functions/http/openapi'
import { createSection } from '#functions/http/section'
import { validate } from '#functions/http/validate'
import type { AuditReader } from '#functions/store/audit-reader'
import type { AuditStore } from '#functions/store/audit.store'
import { listEntries } from './list-entries.ts'

const DayParams = v.strictObject({ day: v.pipe(v.string(), v.check(isCivilDay, 'This is no day.')) })

/** What the section needs. */
export interface AuditDeps {
  readonly http: HttpDeps
  readonly reader: AuditReader
  readonly audit: Pick<AuditStore, 'verifyDay' | 'pseudonymOf'>
  readonly cursors: Cursors
}

/** What was done, by whom and when; and whether it still says what was written. */
export function auditRoutes({ http, reader, audit, cursors }: AuditDeps) {
  return createSection(http)
    .get(
      '/api/audit',
      describe({ summary: 'Lists what was done, newest first', answer: AuditPage, right: 'administer' }),
      requireRight('administer'),
      validate('query', AuditQuery),
      async (c) =>
        c.json(
          await listEntries(c.req.valid('query'), {
            reader,
            cursors,
            now: http.clock(),
            pseudonymOf: audit.pseudonymOf,
          }),
        ),
    )
    .get(
      '/api/audit/days/:day',
      describe({
        summary: 'Reads the entries of a day again and says where their chain does not hold',
        answer: DayVerification,
        right: 'administer',
      }),
      requireRight('administer'),
      validate('param', DayParams),
      async (c) => c.json(await audit.verifyDay(c.req.valid('param').day)),
    )
}

/** Type of the section, for the typed client. */
export type AuditRoutes = ReturnType<typeof auditRoutes>
