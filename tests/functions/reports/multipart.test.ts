import { createHash } from 'node:crypto'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { csvFormat } from '#functions/reports/formats/csv'
import { renderReport } from '#functions/reports/render-report'
import type { ClientRow } from '#shared/client/client-view.schema'
import type { ReportView } from '#shared/report/report-view.schema'
import { createWorld, type World } from '#tests/harness/world'
import { createFiles } from '../imports/imports-world.ts'
import { aBank, aRunner } from '../pipeline/run-world.ts'
import { createReportsWorld, type ReportsWorld } from './reports-world.ts'

const ROWS = 8_000
const PART_BYTES = 6 * 1024 ** 2

let world: World
let reports: ReportsWorld
const sent: { readonly name: string; readonly key: string }[] = []
beforeAll(async () => {
  world = await createWorld({ shards: 1, services: ['dynamodb', 's3'] })
  const files = await createFiles(world)
  files.s3.middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) => {
        sent.push({ name: commandName, key: (args.input as { Key?: string }).Key ?? '' })
        return next(args)
      },
    { step: 'initialize', name: 'sent' },
  )
  const desk = await aBank(world, { clients: 30, shards: 1 })
  await aRunner(desk).run({ runId: 'r1' })
  reports = createReportsWorld(desk, files)
  const counts = { prospect: 0, active: ROWS, dormant: 0, restricted: 0, closed: 0 }
  Object.assign(reports.stores.clients, { counts: () => Promise.resolve(counts) })
  Object.assign(reports.stores.clientsExport, { rows: longNames })
}, 60_000)
afterAll(() => world.stop())

/** Clients with names of a kilobyte: a file of more than one part with few rows. */
async function* longNames(): AsyncGenerator<ClientRow> {
  for (let index = 0; index < ROWS; index++)
    yield await Promise.resolve({
      id: `client-${index}`,
      name: `Łódź "${index}"`.padEnd(1_000, 'x'),
      isPlaceholder: false,
      status: 'active',
      segment: 'loyal',
      totalCents: index,
      historicCents: 1,
      chance: 0.5,
      churn: 0.5,
      risk: 'low',
      health: 50,
      lastActivityOn: '2026-03-01',
      channel: 'web',
      joinedOn: '2024-01-01',
      tags: [],
    })
}

const list = { type: 'client-list', format: 'csv' }
const named = (name: string) => sent.filter((one) => one.name === name)

test('a file of several parts arrives whole: rows, control totals and checksum', async () => {
  sent.length = 0
  const view = await reports.start(list)
  const bytes = await reports.bytesOf(view)

  expect(named('UploadPartCommand').length).toBeGreaterThan(1)
  expect(bytes.length).toBeGreaterThan(PART_BYTES)
  expect(view.manifest).toMatchObject({
    bytes: bytes.length,
    rows: ROWS,
    expectedRows: ROWS,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  })
  expect(view.manifest?.tables[0]?.totals).toEqual({ clv: (ROWS * (ROWS - 1)) / 2, historic_clv: ROWS })
  expect(parse(bytes).length - 1).toBe(ROWS)
})

test('killed after a part was sent, the upload is dropped and no half of a file is linked', async () => {
  sent.length = 0
  const { id } = (await (await reports.call('POST', '/api/reports', list)).json()) as ReportView
  const dying = {
    ...csvFormat,
    write: async function* (content: Parameters<typeof csvFormat.write>[0]) {
      for await (const piece of csvFormat.write(content)) {
        if (named('UploadPartCommand').length > 0) throw new Error('killed')
        yield piece
      }
    },
  }

  await expect(renderReport(id, { ...reports.stores, formats: { csv: dying } })).rejects.toThrow('killed')
  const meanwhile = (await (await reports.call('GET', `/api/reports/${id}`)).json()) as ReportView
  const [{ key } = { key: '' }] = named('UploadPartCommand')

  expect(meanwhile).toMatchObject({ link: null, manifest: null })
  expect((await reports.call('GET', `/api/reports/${id}/file`)).status).toBe(409)
  expect(named('AbortMultipartUploadCommand').map((one) => one.key)).toEqual([key])
  expect(named('CompleteMultipartUploadCommand')).toEqual([])
  expect(await reports.stores.files.size(key)).toBeUndefined()
  await renderReport(id, reports.stores)
  expect((await reports.call('GET', `/api/reports/${id}/file`)).status).toBe(303)
})
