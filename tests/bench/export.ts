/**
 * An export of a million clients as its job writes it: rows from a generator in place of the table, everything after that
 * real. Run alone: `node tests/bench/export.ts [rows]`. The emulated file store runs in the same process and is counted.
 */
import { createHash } from 'node:crypto'
import { csvFormat } from '#functions/reports/formats/csv'
import { renderReport } from '#functions/reports/render-report'
import { startReport } from '#functions/reports/start-report'
import type { ClientRow } from '#shared/client/client-view.schema'
import { ReportDefinition } from '#shared/report/report-view.schema'
import * as v from 'valibot'
import { createFiles } from '../functions/imports/imports-world.ts'
import { aBank, aRunner } from '../functions/pipeline/run-world.ts'
import { createReportsWorld } from '../functions/reports/reports-world.ts'
import { createWorld } from '../harness/world.ts'

const rows = Number(process.argv[2] ?? 1_000_000)
const MEGABYTE = 1024 ** 2

function clientAt(index: number): ClientRow {
  return {
    id: `client-${String(index).padStart(8, '0')}`,
    name: index % 7 === 0 ? `=HYPERLINK("x${index}")` : `Client "${index}", Łódź`,
    isPlaceholder: false,
    status: 'active',
    segment: 'loyal',
    totalCents: (index * 7919) % 10_000_000,
    historicCents: (index * 104_729) % 5_000_000,
    chance: (index % 1_000) / 1_000,
    churn: (index % 97) / 97,
    risk: 'low',
    health: index % 100,
    lastActivityOn: '2026-03-01',
    channel: 'web',
    joinedOn: '2024-01-01',
    tags: [],
  }
}

const world = await createWorld({ services: ['dynamodb', 's3'] })
try {
  const desk = await aBank(world, { clients: 30, shards: 1 })
  await aRunner(desk).run({ runId: 'r1' })
  const { stores } = createReportsWorld(desk, await createFiles(world), { csv: csvFormat })
  const counts = { prospect: 0, active: rows, dormant: 0, restricted: 0, closed: 0 }
  async function* all() {
    for (let index = 0; index < rows; index++) {
      if (index % 2_500 === 0) await new Promise((resolve) => setImmediate(resolve))
      yield clientAt(index)
    }
  }
  const deps = {
    ...stores,
    clients: { ...stores.clients, counts: () => Promise.resolve(counts) },
    clientsExport: { rows: all },
  }
  const definition = v.parse(ReportDefinition, { type: 'client-list', format: 'csv' })
  const { id } = await startReport(definition, { ownerId: 'u', by: 'Bench', at: stores.clock() }, deps)
  let peak = 0
  const before = process.memoryUsage().rss
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20)
  const started = performance.now()
  await renderReport(id, deps)
  const seconds = (performance.now() - started) / 1_000
  clearInterval(watch)
  const { manifest, file } = (await stores.reports.load(id)) ?? {}
  const hash = createHash('sha256')
  const STEP = 8 * MEGABYTE
  const files = await createFiles(world)
  for (let at = 0; at < (manifest?.bytes ?? 0); at += STEP)
    hash.update(await files.bytes(file?.key ?? '', at, Math.min(at + STEP, manifest?.bytes ?? 0)))
  console.log(
    JSON.stringify({
      rows: manifest?.rows,
      megabytes: Math.round((manifest?.bytes ?? 0) / MEGABYTE),
      seconds: Math.round(seconds * 10) / 10,
      rowsPerSecond: Math.round(rows / seconds),
      rssBeforeMegabytes: Math.round(before / MEGABYTE),
      peakMegabytes: Math.round(peak / MEGABYTE),
      checksumIsRight: hash.digest('hex') === manifest?.sha256,
    }),
  )
} finally {
  await world.stop()
}
