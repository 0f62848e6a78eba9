import * as v from 'valibot'
import type { ClientWithFacts } from '#shared/client/client'
import { hash32 } from '#shared/kernel/ids'
import type { StepResult } from '#shared/pipeline/pipeline'
import { countClient, createClientChecker } from '#shared/quality/check-client'
import { addCounts, emptyStats, type FailingRow, type MatchKey } from '#shared/quality/finding'
import { ruleOfCheck } from '#shared/quality/judge'
import { LIVE } from '#shared/quality/rows'
import type { Rule } from '#shared/quality/rule'
import { type PlacedRow, shareOf, type ShareSummary } from '#shared/quality/share'
import { hoursBetween } from '#functions/store/changed.store'
import { scanClients } from '#functions/store/client-scan'
import { scanFiles } from './scan-files.ts'
import { rulesOf, type ScanDeps, type ScanEvent, scanStores, worldOf } from './scan-job.ts'

const CLIENTS_PER_PART = 20_000
// A portfolio in which everything fails must not fill the memory: some fifty megabytes of rows are one part.
const ROWS_PER_PART = 100_000
const MOST_HOURS = 48
const SPARE_MILLISECONDS = 60_000
/** A channel of more than this share of the clients is no slip of the pen. */
const RARE_SHARE = 0.05

const Cursor = v.object({ part: v.number(), done: v.number(), after: v.optional(v.string()) })

/** Checks every client of one share of the table, or those that changed, and writes what fails in parts. */
export async function scanShare(
  event: ScanEvent,
  deps: ScanDeps,
  remainingMilliseconds: () => number,
): Promise<StepResult> {
  const { scans } = scanStores(deps)
  const scan = await scans.load(event.scanId)
  if (!scan) throw new Error('Impossible: a scan is opened before it reads')
  if (scan.status !== 'running') return { isDone: true }
  const rules = await rulesOf(scan.id, deps.files)
  const world = await worldOf(deps)
  const check = createClientChecker(rules, world)
  const share = createShare(rules)
  let { part, done, after } = event.cursor === undefined ? { part: 0, done: 0 } : parsed(event.cursor)
  const savePart = async () => {
    await writePart({ scanId: scan.id, shard: event.shard, part, buckets: scan.buckets }, share.take(), deps)
    part += 1
    await scans.report(scan.id, `scan#${event.shard}`, { isDone: false, done, parts: part })
  }
  const clients = scan.isLight
    ? changedClients({ scan, shard: event.shard, after }, deps)
    : scanClients(deps.table, {
        segment: event.shard,
        segments: event.shards,
        ...(after === undefined ? {} : { after }),
      })
  for await (const { aggregate, after: place } of clients) {
    share.add(aggregate, check(aggregate), world.today)
    done += 1
    after = place
    const isLate = done % 50 === 0 && remainingMilliseconds() < SPARE_MILLISECONDS
    if (isLate || share.isFull(deps.clientsPerPart ?? CLIENTS_PER_PART)) await savePart()
    if (isLate) return { isDone: false, cursor: JSON.stringify({ part, done, after }) }
  }
  await savePart()
  await scans.report(scan.id, `scan#${event.shard}`, { isDone: true, done, parts: part })
  return { isDone: true }
}

const parsed = (cursor: string) => v.parse(Cursor, JSON.parse(cursor))

type Verdict = ReturnType<ReturnType<typeof createClientChecker>>

/** What is kept of clients until it is written. */
function createShare(rules: readonly Rule[]) {
  const fieldOf = new Map(rules.map(({ id, field }) => [id, field]))
  const spelling = ruleOfCheck(rules, 'channel-spelling')
  let rows: PlacedRow[] = []
  let keys: MatchKey[] = []
  let evaluated: Record<string, number> = {}
  let stats = emptyStats()
  let byChannel = new Map<string, FailingRow[]>()

  function noteChannel({ client }: ClientWithFacts): void {
    const { channel, source } = client.profile
    if (!spelling || channel === undefined) return
    evaluated[spelling.id] = (evaluated[spelling.id] ?? 0) + 1
    const key = channel.trim().toLowerCase()
    const row = {
      rule: spelling.id,
      source: source?.importId ?? LIVE,
      subject: client.id,
      clientId: client.id,
      value: channel,
    }
    const known = byChannel.get(key)
    if (known) known.push(row)
    else byChannel.set(key, [row])
  }

  return {
    isFull: (most: number) => stats.clients >= most || rows.length >= ROWS_PER_PART,
    add(aggregate: ClientWithFacts, verdict: Verdict, today: string): void {
      for (const row of verdict.failing) rows.push({ row, field: fieldOf.get(row.rule) ?? '' })
      keys.push(...verdict.keys)
      addCounts(evaluated, verdict.evaluated)
      countClient(stats, aggregate, today)
      noteChannel(aggregate)
    },
    take() {
      const most = Math.max(20, RARE_SHARE * stats.clients)
      for (const [candidate, some] of byChannel)
        if (some.length <= most && spelling)
          for (const row of some) rows.push({ row, field: spelling.field, candidate })
      const taken = { rows, keys, evaluated, stats }
      rows = []
      keys = []
      evaluated = {}
      stats = emptyStats()
      byChannel = new Map()
      return taken
    },
  }
}

interface Place {
  readonly scanId: string
  readonly shard: number
  readonly part: number
  readonly buckets: number
}

async function writePart(
  { scanId, shard, part, buckets }: Place,
  taken: ReturnType<ReturnType<typeof createShare>['take']>,
  { files }: ScanDeps,
): Promise<void> {
  const { rows, keys, evaluated, stats } = taken
  const file = scanFiles.rows(scanId, shard, part)
  const { text, groups } = shareOf(rows, Buffer.byteLength)
  const summary: ShareSummary = { file, groups, evaluated, stats, clients: stats.clients }
  if (text !== '') await files.put(file, text)
  for (let bucket = 0; bucket < buckets; bucket++) {
    const some = keys.filter(({ by, key }) => hash32(`${by}|${key}`) % buckets === bucket)
    const lines = some.map((key) => `${JSON.stringify(key)}\n`).join('')
    await files.put(scanFiles.keys(scanId, shard, part, bucket), lines === '' ? '\n' : lines)
  }
  await files.put(scanFiles.summary(scanId, shard, part), JSON.stringify(summary), 'application/json')
}

interface Changed {
  readonly scan: { readonly fromHour?: string; readonly toHour: string }
  readonly shard: number
  readonly after: string | undefined
}

/** The clients of a shard that changed in the hours of a light scan, each read whole. */
async function* changedClients({ scan, shard, after }: Changed, deps: ScanDeps) {
  const { changed, clients } = scanStores(deps)
  const hours = hoursBetween(scan.fromHour ?? scan.toHour, scan.toHour, MOST_HOURS)
  for (const id of await changed.clientsOf(shard, hours)) {
    if (after !== undefined && id <= after) continue
    const aggregate = await clients.loadWithFacts(id)
    if (aggregate) yield { aggregate, after: id }
  }
}
