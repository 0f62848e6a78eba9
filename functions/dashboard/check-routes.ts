import type { Hono } from 'hono'
import * as v from 'valibot'
import { CheckView, TruthSheet } from '#shared/portfolio/check.schema'
import { requireRight } from '#functions/http/actor'
import type { HttpEnv } from '#functions/http/env'
import { describe } from '#functions/http/openapi'
import { validate } from '#functions/http/validate'
import type { DashboardDeps } from './dashboard.routes.ts'
import { readCheck } from './read-check.ts'

// Three years of months, channels, segments and faults.
const KEYS_OF_A_SHEET = 4_000

const Kept = v.object({ months: v.number(), faults: v.number() })

/** The demo beside its truth: what its seed knows, and what the product reports. */
export function addCheckRoutes(section: Hono<HttpEnv>, deps: DashboardDeps): void {
  section
    .get(
      '/api/dashboard/check',
      describe({ summary: 'Every figure of the demo beside its truth', answer: CheckView, right: 'figures' }),
      requireRight('figures'),
      async (c) => c.json(await readCheck(deps)),
    )
    .put(
      '/api/dashboard/check',
      describe({
        summary: 'Gives the truth of a generated portfolio; a real house has none',
        answer: Kept,
        right: 'administer',
        audit: 'truth.given',
      }),
      requireRight('administer'),
      validate('json', TruthSheet, { mostKeys: KEYS_OF_A_SHEET }),
      async (c) => {
        const sheet = c.req.valid('json')
        await deps.truth.save(sheet)
        const counts = { months: sheet.months.length, faults: sheet.faults.length }
        c.set('auditSubject', { kind: 'truth', id: sheet.today })
        c.set('auditDetails', counts)
        return c.json(counts)
      },
    )
}
