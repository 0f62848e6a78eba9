import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { renderReport } from '#functions/reports/render-report'
import { csvFormat } from '#functions/reports/formats/csv'
import { createFilesStore } from '#functions/store/files.store'
import type { ReportView } from '#shared/report/report-view.schema'
import { createWorld, type TableWorld, type World } from '#tests/harness/world'
import { createFiles, type Files } from '../imports/imports-world.ts'
import { aBank, aRunner } from '../pipeline/run-world.ts'
import { createReportsWorld, type ReportsWorld } from './reports-world.ts'

let world: World
let files: Files
let desk: TableWorld
let reports: ReportsWorld
beforeAll(async () => {
  world = await createWorld({ shards: 1, services: ['dynamodb', 's3'] })
  files = await createFiles(world)
  desk = await aBank(world, { clients: 40, shards: 1 })
  await aRunner(desk).run({ runId: 'r1' })
  reports = createReportsWorld(desk, files)
}, 60_000)
afterAll(() => world.stop())

const list = { type: 'client-list', format: 'csv' }
const read = async (id: string) =>
  (await (await reports.call('GET', `/api/reports/${id}`)).json()) as ReportView

describe('a file is complete or not there', () => {
  test('killed while it is written, nothing is linked; called again, the whole file is', async () => {
    const answer = await reports.call('POST', '/api/reports', list)
    const { id } = (await answer.json()) as ReportView
    let pieces = 0
    const dying = {
      ...csvFormat,
      write: async function* (content: Parameters<typeof csvFormat.write>[0]) {
        for await (const piece of csvFormat.write(content)) {
          yield piece
          if (++pieces === 1) throw new Error('killed')
        }
      },
    }

    await expect(renderReport(id, { ...reports.stores, formats: { csv: dying } })).rejects.toThrow('killed')
    const meanwhile = await read(id)
    const refused = await reports.call('GET', `/api/reports/${id}/file`)
    await renderReport(id, reports.stores)
    const done = await read(id)

    expect(answer.status).toBe(202)
    expect(meanwhile).toMatchObject({ status: 'rendering', link: null, manifest: null })
    expect(refused.status).toBe(409)
    expect(parse(await reports.bytesOf(done)).length - 1).toBe(done.manifest?.rows)
  })

  test('rows that go missing between source and file end the report, never with a shorter file', async () => {
    const { id } = (await (await reports.call('POST', '/api/reports', list)).json()) as ReportView
    const losing = {
      ...reports.stores.clientsExport,
      rows: async function* (request: Parameters<typeof reports.stores.clientsExport.rows>[0]) {
        let count = 0
        for await (const row of reports.stores.clientsExport.rows(request)) if (++count !== 7) yield row
      },
    }

    await expect(renderReport(id, { ...reports.stores, clientsExport: losing })).rejects.toMatchObject({
      code: 'report.incomplete',
    })
    expect(await read(id)).toMatchObject({ link: null, manifest: null })
  })

  test('more than two million rows are refused before anything is written', async () => {
    const crowd = { prospect: 2_000_001, active: 0, dormant: 0, restricted: 0, closed: 0 }
    const counts = desk.clients.counts
    Object.assign(reports.stores.clients, { counts: () => Promise.resolve(crowd) })
    const answer = await reports.call('POST', '/api/reports', list)
    Object.assign(reports.stores.clients, { counts })

    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({
      code: 'report.too-many-rows',
      message: expect.stringContaining('2,000,001 rows; CSV takes at most 2,000,000') as string,
    })
  })
})

describe('the link people keep', () => {
  test('leads its owner to the file under its name, for two minutes, again and again', async () => {
    const view = await reports.start({ type: 'revenue', format: 'csv' })
    const first = await reports.call('GET', view.link ?? '')
    const file = await fetch(first.headers.get('location') ?? '')

    expect(first.status).toBe(303)
    expect(first.headers.get('location')).toContain('X-Amz-Expires=120')
    expect(file.headers.get('content-disposition')).toContain(`filename="${view.manifest?.fileName ?? ''}"`)
    expect((await reports.call('GET', view.link ?? '')).status).toBe(303)
  })

  test('is not there for anybody else, closed to who may not export, and gone once taken back or expired', async () => {
    const view = await reports.start({ type: 'revenue', format: 'csv' })
    const other = await reports.call('GET', view.link ?? '', undefined, 'steward')
    const viewer = await reports.call('GET', view.link ?? '', undefined, 'viewer')
    await reports.call('POST', `/api/reports/${view.id}/revoke`)
    const revoked = await reports.call('GET', view.link ?? '')
    const kept = await reports.start({ type: 'churn', format: 'csv' })
    reports.advance(8 * 86_400_000)
    const expired = await reports.call('GET', kept.link ?? '')

    expect([other.status, viewer.status, revoked.status, expired.status]).toEqual([404, 403, 404, 404])
    expect(await expired.json()).toMatchObject({ code: 'report.expired' })
  })

  test('stands before addresses that the file store itself refuses when expired or changed', async () => {
    const view = await reports.start({ type: 'trend', format: 'csv' })
    const { key } = (await reports.stores.reports.load(view.id))!.file!
    const { s3, bucket } = files
    const brief = await createFilesStore({ client: s3, bucket }).presignGet(key, {
      fileName: 'a.csv',
      expiresInSeconds: 1,
    })
    const works = await fetch(brief)
    await new Promise((resolve) => setTimeout(resolve, 2_100))
    const expired = await fetch(brief)

    expect(works.status).toBe(200)
    expect(expired.status).toBe(403)
  })
})

describe('made again', () => {
  test('a report from the same run is the same file, byte for byte', async () => {
    const first = await reports.start({ type: 'segmentation', format: 'csv' })
    const again = (await (await reports.call('POST', `/api/reports/${first.id}/rerun`)).json()) as ReportView

    expect(again.rerunOf).toBe(first.id)
    expect(again.manifest?.sha256).toBe(first.manifest?.sha256)
    expect(await reports.bytesOf(again)).toEqual(await reports.bytesOf(first))
  })

  test('a list is the same while no client changed, and refused with the reason afterwards', async () => {
    const first = await reports.start(list)
    const again = (await (await reports.call('POST', `/api/reports/${first.id}/rerun`)).json()) as ReportView
    await renderReport(again.id, reports.stores)
    const before = (await desk.clients.loadWithFacts('buyer-1'))!
    await desk.clients.save(before, {
      ...before,
      client: { ...before.client, profile: { ...before.client.profile, name: 'New' } },
    })
    const refused = await reports.call('POST', `/api/reports/${first.id}/rerun`)

    expect((await read(again.id)).manifest?.sha256).toBe(first.manifest?.sha256)
    expect(refused.status).toBe(409)
    expect(await refused.json()).toMatchObject({ code: 'report.data-changed' })
  })
})

describe('the addresses of downloads', () => {
  test.each(['revenue', 'churn', 'segmentation'])(
    '/download_%s_csv leads to the file, the same one when asked again',
    async (type) => {
      const path = `/download_${type}_csv?period=last-year&compare=year-before&status=active`
      const first = await reports.call('GET', path)
      const again = await reports.call('GET', path)
      const file = await fetch(first.headers.get('location') ?? '')

      expect([first.status, again.status, file.status]).toEqual([303, 303, 200])
      const place = (answer: Response) => new URL(answer.headers.get('location') ?? '').pathname
      expect(place(again)).toBe(place(first))
    },
  )

  test('/download_report_pdf answers 202 with the job, and what is wrong with 400 and 403', async () => {
    const answer = await reports.call('GET', '/download_report_pdf?period=12-months')

    expect(answer.status).toBe(202)
    expect(await answer.json()).toMatchObject({
      status: 'queued',
      definition: { type: 'executive', format: 'pdf' },
    })
    expect(answer.headers.get('location')).toMatch(/^\/api\/reports\//)
    expect((await reports.call('GET', '/download_revenue_csv?period=ever')).status).toBe(400)
    expect((await reports.call('GET', '/download_revenue_csv', undefined, 'viewer')).status).toBe(403)
  })
})
