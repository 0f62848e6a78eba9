import type { Hono } from 'hono'
import * as v from 'valibot'
import { dossierCsv } from '#shared/client/dossier'
import { EditClient, ExportClient, NewClient } from '#shared/client/work.schema'
import { requireRight } from '#functions/http/actor'
import type { HttpEnv } from '#functions/http/env'
import { describe } from '#functions/http/openapi'
import { validate } from '#functions/http/validate'
import { createClient, editClient } from './change-clients.ts'
import type { ClientsDeps } from './clients.routes.ts'
import { readDossier } from './read-work.ts'

const ClientParams = v.strictObject({ id: v.pipe(v.string(), v.minLength(1), v.maxLength(256)) })
const Created = v.object({ id: v.string() })
const Edited = v.object({ version: v.number() })

/** Clients made and edited by hand, and the export of everything held about one. */
export function editRoutes(app: Hono<HttpEnv>, { stores, today }: ClientsDeps) {
  return app
    .post(
      '/api/clients',
      describe({
        summary: 'Creates a client',
        answer: Created,
        status: 201,
        right: 'edit',
        audit: 'client.created',
      }),
      requireRight('edit'),
      validate('json', NewClient),
      async (c) => {
        const id = await createClient({ ...stores, today }, c.req.valid('json'))
        c.set('auditSubject', { kind: 'client', id })
        return c.json({ id }, 201)
      },
    )
    .post(
      '/api/clients/:id/profile',
      describe({
        summary: "Edits a client's profile",
        answer: Edited,
        right: 'edit',
        audit: 'client.edited',
      }),
      requireRight('edit'),
      validate('param', ClientParams),
      validate('json', EditClient),
      async (c) => {
        const { id } = c.req.valid('param')
        const { version, fields } = await editClient({ ...stores, today }, id, c.req.valid('json'))
        c.set('auditSubject', { kind: 'client', id })
        c.set('auditDetails', { fields })
        return c.json({ version })
      },
    )
    .post(
      '/api/clients/:id/export',
      describe({
        summary: 'Hands out everything held about a client',
        right: 'export',
        audit: 'client.exported',
      }),
      requireRight('export'),
      validate('param', ClientParams),
      validate('json', ExportClient),
      async (c) => {
        const { id } = c.req.valid('param')
        const { format } = c.req.valid('json')
        const dossier = await readDossier(stores, id)
        c.set('auditSubject', { kind: 'client', id })
        c.set('auditDetails', { format, facts: dossier.facts.length })
        const body = format === 'json' ? JSON.stringify(dossier, undefined, 2) : dossierCsv(dossier)
        const type = format === 'json' ? 'application/json' : 'text/csv'
        return c.body(body, 200, {
          'Content-Type': `${type}; charset=utf-8`,
          'Content-Disposition': `attachment; filename="client.${format}"`,
        })
      },
    )
}
