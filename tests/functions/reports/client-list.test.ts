import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createWorld, type TableWorld, type World } from '#tests/harness/world'
import { createFiles } from '../imports/imports-world.ts'
import { aBank, aRunner } from '../pipeline/run-world.ts'
import { createReportsWorld, type ReportsWorld } from './reports-world.ts'

let world: World
let desk: TableWorld
let reports: ReportsWorld
beforeAll(async () => {
  world = await createWorld({ shards: 2, services: ['dynamodb', 's3'] })
  desk = await aBank(world, { clients: 60, shards: 2 })
  await aRunner(desk).run({ runId: 'r1' })
  reports = createReportsWorld(desk, await createFiles(world))
}, 60_000)
afterAll(() => world.stop())

const rowsOf = async (wish: object) => {
  const view = await reports.start({ type: 'client-list', format: 'csv', ...wish })
  return { view, rows: parse(await reports.bytesOf(view), { columns: true }) as Record<string, string>[] }
}

describe('the list of clients as a file', () => {
  test('holds every client once, in the order of the list, and its totals', async () => {
    const { view, rows } = await rowsOf({ query: { sort: 'name' } })
    const counts = await desk.clients.counts()
    const total = Object.values(counts).reduce((sum, one) => sum + one, 0)

    expect(rows.length).toBe(total)
    expect(new Set(rows.map((row) => row['client_id'])).size).toBe(total)
    const clv = rows.reduce((sum, row) => sum + Math.round(Number(row['clv']) * 100), 0)
    expect(view.manifest).toMatchObject({ rows: total, expectedRows: total, tables: [{ totals: { clv } }] })
  })

  test('obeys the filters of the list, and keeps only the columns asked for', async () => {
    const all = (await rowsOf({})).rows
    const { rows } = await rowsOf({ query: { status: 'active', risk: 'high,elevated' }, columns: ['risk'] })

    const wanted = all.filter(
      (row) => row['status'] === 'active' && ['high', 'elevated'].includes(row['risk'] ?? ''),
    )
    expect(rows.map((row) => row['client_id']).sort()).toEqual(wanted.map((row) => row['client_id']).sort())
    expect(rows.length).toBeGreaterThan(0)
    expect(Object.keys(rows[0] ?? {})).toEqual(['client_id', 'risk', 'as_of (Europe/Berlin)'])
  })

  test('products are a file of their own: the whole catalogue with its figures', async () => {
    const view = await reports.start({ type: 'product', format: 'csv' })
    const rows = parse(await reports.bytesOf(view), { columns: true }) as Record<string, string>[]

    expect(rows.length).toBe((await desk.products.loadAll()).length)
    expect(view.manifest?.rows).toBe(rows.length)
  })

  test('refuses a query the list would refuse', async () => {
    const answer = await reports.call('POST', '/api/reports', {
      type: 'client-list',
      format: 'csv',
      query: { status: 'gone' },
    })

    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ code: 'report.query-invalid' })
  })
})
