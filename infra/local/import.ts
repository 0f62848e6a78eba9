import { openAsBlob } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import * as v from 'valibot'
import { guessMapping, headersOf } from '#shared/import/guess'
import { columnsByValues } from '#shared/import/guess-columns'
import {
  type Delimiter,
  delimiters,
  type ImportKind,
  importKinds,
  ImportOpened,
  ImportView,
  type Mapping,
} from '#shared/import/import-view.schema'
import { mappingIssues } from '#shared/import/mapping'
import { type Portal, signIn, untilFinal } from './demo/portal.ts'
import { runningDesk } from './desk-folder.ts'

const usage = `npm run import -- <kind> <file> [--map field=column,...] [--delimiter ${delimiters.join('|')}]
  [--date-format F] [--no-header]
kind: ${importKinds.join(', ')}`

const ADMIN = 'admin@example.com'
// As `npm start` prints it.
const DEMO_PASSWORD = 'perennial-demo-2026'
const HEAD_BYTES = 64 * 1024
const UPLOAD_MILLISECONDS = 15 * 60_000

/** What the command line asks for. */
interface Wish {
  readonly kind: ImportKind
  readonly path: string
  readonly columns?: Readonly<Record<string, string>>
  readonly delimiter?: Delimiter
  readonly dateFormat?: string
  readonly hasHeader?: boolean
}

function wishOf(args: readonly string[]): Wish {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      map: { type: 'string' },
      delimiter: { type: 'string' },
      'date-format': { type: 'string' },
      'no-header': { type: 'boolean' },
    },
  })
  const [kind, path, ...rest] = positionals
  const known = importKinds.find((one) => one === kind)
  if (!known || path === undefined || rest.length > 0) throw new Error(`Usage: ${usage}`)
  const delimiter = delimiters.find((one) => one === values.delimiter)
  if (values.delimiter !== undefined && !delimiter)
    throw new Error(`There is no delimiter "${values.delimiter}". Use one of: ${delimiters.join(', ')}.`)
  return {
    kind: known,
    path,
    ...(values.map === undefined ? {} : { columns: columnsOf(values.map) }),
    ...(delimiter === undefined ? {} : { delimiter }),
    ...(values['date-format'] === undefined ? {} : { dateFormat: values['date-format'] }),
    ...(values['no-header'] ? { hasHeader: false } : {}),
  }
}

function columnsOf(text: string): Record<string, string> {
  const pairs = text.split(',').map((pair): [string, string] => {
    const at = pair.indexOf('=')
    if (at < 1) throw new Error(`--map takes field=column pairs, separated by commas; "${pair}" is none.`)
    return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()]
  })
  return Object.fromEntries(pairs)
}

/** The mapping asked for; what is not said is guessed from the first rows. */
function mappingOf(wish: Wish, headText: string): Mapping {
  const { mapping: guessed, rows } = guessMapping(wish.kind, headText)
  const delimiter = wish.delimiter ?? guessed.delimiter
  const hasHeader = wish.hasHeader ?? guessed.hasHeader
  const headers = headersOf({ delimiter, hasHeader }, headText)
  const isAsGuessed = delimiter === guessed.delimiter && hasHeader === guessed.hasHeader
  const columns = wish.columns ?? (isAsGuessed ? guessed.columns : columnsByValues(wish.kind, headers, rows))
  const mapping = {
    ...guessed,
    delimiter,
    hasHeader,
    columns,
    dateFormat: wish.dateFormat ?? guessed.dateFormat,
  }
  const issues = mappingIssues(wish.kind, mapping, headers)
  if (issues.length > 0) throw new Error(issues.map(({ message }) => message).join('\n'))
  return mapping
}

async function headOf(path: string): Promise<string> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    return new TextDecoder().decode(buffer.subarray(0, bytesRead))
  } finally {
    await file.close()
  }
}

function deskUrl(): string {
  const url = process.env['PERENNIAL_URL'] ?? runningDesk()?.url
  if (url === undefined)
    throw new Error('No desk is running here. Start one with "npm start", or set PERENNIAL_URL.')
  return url
}

function say(view: ImportView): void {
  const { done, total, unit } = view.progress
  process.stderr.write(`${view.status}: ${done} of ${total} ${unit}\n`)
}

async function follow(portal: Portal, id: string): Promise<ImportView> {
  let last = ''
  return untilFinal(
    async () => {
      const view = await portal.get(`/api/imports/${id}`, ImportView)
      const now = JSON.stringify([view.status, view.progress])
      if (now !== last) say(view)
      last = now
      return view
    },
    ({ status }) => status === 'done' || status === 'failed',
  )
}

async function upload(to: v.InferOutput<typeof ImportOpened>['upload'], file: Blob): Promise<void> {
  const answer = await fetch(to.url, {
    method: 'PUT',
    headers: to.headers,
    body: file,
    signal: AbortSignal.timeout(UPLOAD_MILLISECONDS),
  })
  if (!answer.ok) throw new Error(`The upload was refused: ${answer.status} ${await answer.text()}`)
}

async function importFile(wish: Wish): Promise<ImportView> {
  if (!(await stat(wish.path).catch(() => undefined))?.isFile())
    throw new Error(`There is no file ${wish.path}.`)
  const file = await openAsBlob(wish.path)
  if (file.size === 0) throw new Error('The file is empty: there is nothing to import.')
  const mapping = mappingOf(wish, await headOf(wish.path))
  process.stderr.write(`${basename(wish.path)} as ${wish.kind}: ${JSON.stringify(mapping)}\n`)
  const password = process.env['DEMO_PASSWORD'] ?? DEMO_PASSWORD
  const portal = await signIn(deskUrl(), { username: ADMIN, password })
  const opening = { kind: wish.kind, name: basename(wish.path), bytes: file.size }
  const opened = await portal.post('/api/imports', opening, ImportOpened)
  await upload(opened.upload, file)
  await portal.post(`/api/imports/${opened.id}/start`, { mapping }, v.unknown())
  return follow(portal, opened.id)
}

/** What to tell: of a refusal over HTTP, the sentences of its problem document. */
function toldOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  const Problem = v.object({
    message: v.string(),
    details: v.optional(v.object({ issues: v.optional(v.array(v.object({ message: v.string() })), []) })),
  })
  const start = text.indexOf('{')
  try {
    const { message, details } = v.parse(Problem, JSON.parse(text.slice(start)))
    return [message, ...(details?.issues ?? []).map((issue) => issue.message)].join('\n')
  } catch {
    return text
  }
}

try {
  const ended = await importFile(wishOf(process.argv.slice(2)))
  for (const { row, column, value, reason } of ended.rejectedSample)
    process.stderr.write(`row ${row}, ${column}, ${JSON.stringify(value)}: ${reason}\n`)
  if (ended.status === 'failed') throw new Error(ended.error?.message ?? 'The import failed.')
  process.stdout.write(`${JSON.stringify(ended.counts)}\n`)
} catch (error) {
  process.stderr.write(`${toldOf(error)}\n`)
  process.exitCode = 1
}
