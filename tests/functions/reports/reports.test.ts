import { createHash } from 'node:crypto'
import { parse } from 'csv-parse/sync'
import readXlsx from 'read-excel-file/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ReportDocument } from '#shared/report/document'
import { documentFor, snapshotFor } from '#functions/reports/open-content'
import { type SnapshotReport, snapshotReports } from '#shared/report/report-types'
import { ReportDefinition } from '#shared/report/report-view.schema'
import * as v from 'valibot'
import { createWorld, type TableWorld, type World } from '#tests/harness/world'
import { createFiles, type Files } from '../imports/imports-world.ts'
import { aBank, aRunner } from '../pipeline/run-world.ts'
import { createReportsWorld, type ReportsWorld } from './reports-world.ts'

let world: World
let files: Files
let desk: TableWorld
let reports: ReportsWorld
beforeAll(async () => {
  world = await createWorld({ shards: 2, services: ['dynamodb', 's3'] })
  files = await createFiles(world)
  desk = await aBank(world, { clients: 60, shards: 2 })
  await aRunner(desk).run({ runId: 'r1' })
  reports = createReportsWorld(desk, files)
}, 60_000)
afterAll(() => world.stop())

const types = Object.keys(snapshotReports) as SnapshotReport[]
const definitionOf = (wish: object) => v.parse(ReportDefinition, wish)

async function documentOf(wish: object): Promise<ReportDocument> {
  const definition = definitionOf(wish)
  const { snapshot } = await snapshotFor(definition, reports.stores)
  return (await documentFor(definition, snapshot, reports.stores)).document
}
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

describe('a report', () => {
  test.each(types)('%s as CSV, read by another parser, is its table, row by row', async (type) => {
    const document = await documentOf({ type, format: 'csv', period: 'last-year' })
    for (const table of document.tables) {
      const view = await reports.start({ type, format: 'csv', period: 'last-year', table: table.id })
      const bytes = await reports.bytesOf(view)
      const rows = parse(bytes, { columns: false, bom: true }) as string[][]

      expect(view).toMatchObject({
        status: 'done',
        manifest: { rows: table.rows.length, sha256: sha256(bytes), bytes: bytes.length },
      })
      expect(rows.length - 1).toBe(table.rows.length)
      expect(rows[0]?.join()).toContain('(Europe/Berlin)')
      const money = (cents: number) => (cents / 100).toFixed(2)
      const written = table.rows.map((row) =>
        row.map((cell, index) =>
          cell === null ? '' : table.columns[index]?.unit === 'cents' ? money(Number(cell)) : String(cell),
        ),
      )
      expect(rows.slice(1).map((row) => row.slice(0, table.columns.length))).toEqual(written)
    }
  })

  test.each(types)('%s as XLSX opens in another library with the same numbers, and as JSON', async (type) => {
    const document = await documentOf({ type, format: 'xlsx' })
    const view = await reports.start({ type, format: 'xlsx' })
    const sheets = await readXlsx(await reports.bytesOf(view))
    const json = JSON.parse(
      (await reports.bytesOf(await reports.start({ type, format: 'json' }))).toString(),
    ) as {
      about: object
      tables: { id: string; rows: unknown[][] }[]
    }

    expect(sheets.map(({ sheet }) => sheet).length).toBe(document.tables.length + 1)
    document.tables.forEach((table, at) => {
      const rows = sheets[at + 1]?.data.slice(1) ?? []
      const numbers = table.rows.map((row) =>
        row.map((cell, index) =>
          cell === null ? null : table.columns[index]?.unit === 'cents' ? Number(cell) / 100 : cell,
        ),
      )
      expect(rows.map((row) => row.slice(0, table.columns.length))).toEqual(numbers)
      expect(json.tables[at]?.rows.map((row) => row.slice(0, table.columns.length))).toEqual(table.rows)
    })
    expect(json.about).toMatchObject({ timeZone: 'Europe/Berlin', run: { id: 'r1' } })
  })
})
