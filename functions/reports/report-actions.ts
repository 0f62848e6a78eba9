import type { Context } from 'hono'
import type * as v from 'valibot'
import { DomainError, invalidInput } from '#shared/kernel/errors'
import type { ReportDefinition } from '#shared/report/report-view.schema'
import { actorOf } from '#functions/http/actor'
import type { HttpDeps, HttpEnv } from '#functions/http/env'
import { HttpProblem } from '#functions/http/problem'
import type { FilesStore } from '#functions/store/files.store'
import type { Bucket, RatesStore } from '#functions/store/rates.store'
import { reportNotFound, type ReportRecord } from '#functions/store/reports.store'
import { downloadDefinition, type DownloadQuery } from './download-query.ts'
import { reportView } from './report-view.ts'
import { reportId, type StartDeps, startReport } from './start-report.ts'

// Long enough to follow, too short to pass on.
const FILE_SECONDS = 120
/** Reports one person may start at once, and how soon the next ones. */
const perPerson: Bucket = { name: 'report', size: 20, seconds: 120 }

/** What the routes act on. */
export interface ActionDeps {
  readonly http: HttpDeps
  readonly stores: StartDeps
  readonly links: Pick<FilesStore, 'presignGet'>
  readonly rates: Pick<RatesStore, 'take'>
}

/** What the routes do: limit, start, find the caller's own, lead to its file. */
export function reportActions({ http, stores, links, rates }: ActionDeps) {
  async function limit(c: Context<HttpEnv>): Promise<void> {
    const taken = await rates.take(perPerson, actorOf(c).userId, http.clock())
    if (taken.isTaken) return
    c.get('log').warn('excess_rate_limit_exceeded', { reason: perPerson.name })
    const message = `Too many reports at once. Try again in ${taken.retryAfterSeconds} seconds.`
    throw new HttpProblem(429, 'report.too-many', message, { 'Retry-After': String(taken.retryAfterSeconds) })
  }

  const asking = (c: Context<HttpEnv>) => {
    const { userId, name } = actorOf(c)
    return { ownerId: userId, by: name, at: http.clock() }
  }

  /** A report of the caller; somebody else's is not there. */
  async function own(c: Context<HttpEnv>, id: string): Promise<ReportRecord> {
    const record = await stores.reports.load(id)
    if (!record || record.ownerId !== actorOf(c).userId) throw reportNotFound(id)
    entered(c, record)
    return record
  }

  async function start(c: Context<HttpEnv>, definition: ReportDefinition): Promise<ReportRecord> {
    await limit(c)
    return startReport(definition, asking(c), stores)
  }

  /** A fresh address of the file itself. */
  function address(record: ReportRecord): Promise<string> {
    const { file, fileExpiresAt = '' } = record
    if (record.status !== 'done' || !file || fileExpiresAt <= http.clock()) throw noFile(record)
    const { key, name: fileName, contentType } = file
    return links.presignGet(key, { fileName, contentType, expiresInSeconds: FILE_SECONDS })
  }

  function answer(c: Context<HttpEnv>, record: ReportRecord) {
    entered(c, record)
    c.header('Location', `/api/reports/${record.id}`)
    const isOver = record.status !== 'queued' && record.status !== 'rendering'
    return c.json(reportView(record, http.clock()), isOver ? 200 : 202)
  }

  /** The same question of the same person about the same run is the same report: asked again, it is fetched. */
  async function download(
    c: Context<HttpEnv>,
    query: v.InferOutput<typeof DownloadQuery>,
    kind: Parameters<typeof downloadDefinition>[1],
  ) {
    const definition = downloadDefinition(query, kind)
    if (!definition) throw invalidInput('request.invalid', 'Please check the filters of the address.')
    const run = definition.run ?? (await stores.runs.current()).runId ?? ''
    const name = JSON.stringify([{ ...definition, run }, http.clock().slice(0, 10)])
    const found = await stores.reports.load(reportId({ ...asking(c), name }))
    if (!found) await limit(c)
    const record = found ?? (await startReport(definition, { ...asking(c), name }, stores))
    entered(c, record)
    if (record.status === 'done') return c.redirect(await address(record), 303)
    return answer(c, record)
  }

  return { limit, asking, own, start, address, answer, download }
}

/** What the audit trail says of a report: which, of what type and format, how many rows. */
function entered(c: Context<HttpEnv>, { id, definition, manifest }: ReportRecord): void {
  c.set('auditSubject', { kind: 'report', id })
  const { type, format } = definition
  c.set('auditDetails', { type, format, ...(manifest ? { rows: manifest.rows } : {}) })
}

function noFile({ status, error, fileExpiresAt }: ReportRecord): DomainError {
  if (status === 'done')
    return new DomainError(
      'not-found',
      'report.expired',
      `The file was kept until ${(fileExpiresAt ?? '').slice(0, 10)}. Run the report again.`,
    )
  if (status === 'revoked') return new DomainError('not-found', 'report.revoked', 'This link was taken back.')
  if (status === 'failed')
    return new DomainError('conflict', 'report.failed', error?.message ?? 'The report failed.')
  return new DomainError('conflict', 'report.not-ready', 'The report is not finished yet.')
}
