import * as v from 'valibot'
import { DomainError } from '#shared/kernel/errors'
import { ImportOpened, ImportsPage, ImportView, Mapping, NewImport } from '#shared/import/import-view.schema'
import { actorOf, requireRight } from '#functions/http/actor'
import type { Cursors } from '#functions/http/cursor'
import type { HttpDeps } from '#functions/http/env'
import { describe } from '#functions/http/openapi'
import { createSection } from '#functions/http/section'
import { validate } from '#functions/http/validate'
import type { FilesStore } from '#functions/store/files.store'
import { importNotFound, type ImportsStore } from '#functions/store/imports.store'
import { importFiles } from './import-files.ts'
import { importView } from './import-view.ts'
import { openImport } from './open-import.ts'
import { startImport } from './start-import.ts'

const ImportParams = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/, 'This is no import id.')),
})
const ImportsQuery = v.strictObject({ cursor: v.optional(v.pipe(v.string(), v.maxLength(4096))) })
const MappingQuery = v.strictObject({ signature: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)) })
// Whoever imports several files wants one valuation, after the last.
const ImportStart = v.strictObject({ mapping: Mapping, startsRun: v.optional(v.boolean(), true) })
const IMPORTS_PER_PAGE = 20
const DOWNLOAD_SECONDS = 300

const described = {
  list: describe({ summary: 'Lists the newest imports', answer: ImportsPage, right: 'import' }),
  open: describe({
    summary: 'Opens an import and says where to send its file',
    answer: ImportOpened,
    status: 201,
    right: 'import',
    audit: 'import.opened',
  }),
  mapping: describe({
    summary: 'Gives the mapping last used for files that begin alike',
    answer: Mapping,
    right: 'import',
  }),
  read: describe({ summary: 'Says how far an import is', answer: ImportView, right: 'import' }),
  start: describe({
    summary: 'Starts reading a file that has arrived',
    answer: ImportView,
    status: 202,
    right: 'import',
    audit: 'import.started',
  }),
  rejected: describe({
    summary: 'Leads to the file of rejected rows: row, column, value, reason',
    status: 303,
    right: 'import',
  }),
}

/** What the section needs. */
export interface ImportsDeps {
  readonly http: HttpDeps
  readonly imports: Pick<ImportsStore, 'create' | 'load' | 'page' | 'update' | 'remembered'>
  readonly files: Pick<FilesStore, 'presignPut' | 'presignGet' | 'size' | 'bytes'>
  readonly cursors: Cursors
  /** Starts the job of an import; the same import again starts nothing new. */
  readonly startJob: (importId: string) => Promise<void>
}

/** Files of facts: open an import, start it, watch it, fetch what was rejected. */
export function importsRoutes({ http, imports, files, cursors, startJob }: ImportsDeps) {
  return createSection(http)
    .get(
      '/api/imports',
      described.list,
      requireRight('import'),
      validate('query', ImportsQuery),
      async (c) => {
        const { cursor } = c.req.valid('query')
        const after = cursor === undefined ? undefined : cursors.open('imports', cursor, v.string())
        const { imports: found, next } = await imports.page(IMPORTS_PER_PAGE, after)
        return c.json({
          items: found.map(importView),
          next: next === undefined ? null : cursors.sign('imports', next),
        })
      },
    )
    .post('/api/imports', described.open, requireRight('import'), validate('json', NewImport), async (c) => {
      const opening = { by: actorOf(c).name, at: http.clock() }
      const opened = await openImport(c.req.valid('json'), opening, { imports, files })
      c.set('auditSubject', { kind: 'import', id: opened.id })
      return c.json(opened, 201)
    })
    .get(
      '/api/imports/mapping',
      described.mapping,
      requireRight('import'),
      validate('query', MappingQuery),
      async (c) => {
        const mapping = await imports.remembered(c.req.valid('query').signature)
        if (!mapping) throw noMapping()
        return c.json(mapping)
      },
    )
    .get(
      '/api/imports/:id',
      described.read,
      requireRight('import'),
      validate('param', ImportParams),
      async (c) => {
        const { id } = c.req.valid('param')
        const record = await imports.load(id)
        if (!record) throw importNotFound(id)
        return c.json(importView(record))
      },
    )
    .post(
      '/api/imports/:id/start',
      described.start,
      requireRight('import'),
      validate('param', ImportParams),
      validate('json', ImportStart),
      async (c) => {
        const { id } = c.req.valid('param')
        c.set('auditSubject', { kind: 'import', id })
        const record = await startImport(id, c.req.valid('json'), { imports, files, startJob })
        return c.json(importView(record), 202)
      },
    )
    .get(
      '/api/imports/:id/rejected',
      described.rejected,
      requireRight('import'),
      validate('param', ImportParams),
      async (c) => {
        const { id } = c.req.valid('param')
        const record = await imports.load(id)
        if (!record) throw importNotFound(id)
        if (record.status !== 'done' || record.counts.rejected === 0) throw nothingRejected()
        const fileName = `${record.name.replace(/\.\w+$/, '')}-rejected.csv`
        const options = { fileName, expiresInSeconds: DOWNLOAD_SECONDS }
        return c.redirect(await files.presignGet(importFiles.rejected(id), options), 303)
      },
    )
}

/** The routes, for typed callers. */
export type ImportsRoutes = ReturnType<typeof importsRoutes>

const noMapping = () =>
  new DomainError(
    'not-found',
    'import.no-mapping',
    'No mapping is remembered for files that begin like this.',
  )

const nothingRejected = () =>
  new DomainError('not-found', 'import.nothing-rejected', 'This import has no file of rejected rows.')
