import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import { ImportOpened, ImportView } from '#shared/import/import-view.schema'
import type { ImportKind, Mapping } from '#shared/import/import-view.schema'
import { RunView } from '#shared/pipeline/run-view.schema'
import { dataFolder } from '../desk-folder.ts'
import { columns } from './files.ts'
import { generateDemo } from './generate.ts'
import { signIn, untilFinal, upload } from './portal.ts'
import type { Portal } from './portal.ts'
import { truthSheet } from './truth-sheet.ts'

/** How a desk asks for its demo. */
export interface SeedWish {
  readonly url: string
  /** Of the demo administrator. */
  readonly password: string
  readonly clients?: number | undefined
  readonly seed?: number
  /** Last day of the history; the reporting time zone's today by default. */
  readonly today?: string
  /** Where the truth is kept; the desk's data folder by default. */
  readonly folder?: string
  readonly log: (line: string) => void
}

const DEFAULT_CLIENTS = 1000
const DEFAULT_SEED = 1
const ADMIN = 'admin@example.com'

/** Catalogue and clients first, so that no fact has to create a placeholder; transactions last. */
const order: readonly ImportKind[] = [
  'products',
  'clients',
  'holdings',
  'spend',
  'engagement',
  'events',
  'transactions',
]

/** Imports the demo portfolio through the product's own interface, waits for its valuation, and keeps its truth. */
export async function seedDemo(wish: SeedWish): Promise<void> {
  const { clients = DEFAULT_CLIENTS, seed = DEFAULT_SEED, today = todayHere(), folder = dataFolder } = wish
  const { files, truth } = generateDemo({ clients, seed, today })
  await writeFile(join(folder, 'demo-truth.json'), JSON.stringify(truth, null, 1))
  const portal = await signIn(wish.url, { username: ADMIN, password: wish.password })
  await portal.put('/api/dashboard/check', truthSheet(truth), v.unknown())
  let last: ImportView | undefined
  for (const kind of order) {
    last = await importFile(portal, kind, files[kind])
    const { read, rejected } = last.counts
    wish.log(`demo: ${kind}, ${read} rows${rejected > 0 ? `, ${rejected} of them rejected as planted` : ''}`)
  }
  const run = await valued(portal, last?.runId ?? undefined)
  wish.log(`demo: ${run.clients} clients valued as of ${run.asOf ?? today}`)
}

function todayHere(): string {
  const timeZone = process.env['TIME_ZONE'] ?? 'Europe/Berlin'
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(new Date())
}

async function importFile(portal: Portal, kind: ImportKind, text: string): Promise<ImportView> {
  const bytes = Buffer.byteLength(text)
  const opened = await portal.post('/api/imports', { kind, name: `demo-${kind}.csv`, bytes }, ImportOpened)
  await upload(opened.upload, text)
  await portal.post(
    `/api/imports/${opened.id}/start`,
    { mapping: mappingOf(kind), startsRun: kind === order.at(-1) },
    v.unknown(),
  )
  const ended = await untilFinal(
    () => portal.get(`/api/imports/${opened.id}`, ImportView),
    ({ status }) => status === 'done' || status === 'failed',
  )
  if (ended.status === 'failed') throw new Error(`The demo’s ${kind}: ${ended.error?.message ?? 'failed'}`)
  return ended
}

/** How the files of a kind are read: every column is named as its field. */
export function mappingOf(kind: ImportKind): Mapping {
  return {
    delimiter: 'comma',
    hasHeader: true,
    columns: Object.fromEntries(columns[kind].map((column) => [column, column])),
    dateFormat: 'YYYY-MM-DD',
    decimal: 'point',
    keepsUnmapped: false,
  }
}

/** The run that the last import started, or one started now, when it has ended. */
async function valued(portal: Portal, runId: string | undefined): Promise<RunView> {
  const id = runId ?? (await portal.post('/api/runs', {}, v.object({ id: v.string() }))).id
  const run = await untilFinal(
    () => portal.get(`/api/runs/${id}`, RunView),
    ({ status }) => status !== 'queued' && status !== 'running',
  )
  if (run.status !== 'published')
    throw new Error(`The demo’s run ended ${run.status}: ${run.error?.message ?? ''}`)
  return run
}
