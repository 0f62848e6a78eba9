import { createCursors } from '#functions/http/cursor'
import { table } from '#functions/runtime/deps'
import { env } from '#functions/runtime/env'
import { httpDeps } from '#functions/runtime/http-deps'
import { createAuditReader } from '#functions/store/audit-reader'
import { createAuditStore } from '#functions/store/audit.store'
import type { AuditDeps } from './audit.routes.ts'

/** What the section needs, from the environment. */
export function auditDeps(): AuditDeps {
  const secret = env().CURSOR_SECRET
  return {
    http: httpDeps(),
    reader: createAuditReader({ table: table() }),
    audit: createAuditStore({ table: table(), secret }),
    cursors: createCursors(secret),
  }
}
