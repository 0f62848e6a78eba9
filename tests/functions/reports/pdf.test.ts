import { writeFileSync } from 'node:fs'
import { extractText, getDocumentProxy } from 'unpdf'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as v from 'valibot'
import { cellText } from '#shared/report/cell-text'
import { type SnapshotReport, snapshotReports } from '#shared/report/report-types'
import { ReportDefinition } from '#shared/report/report-view.schema'
import { pdfFormat } from '#functions/reports/formats/pdf'
import { documentFor, snapshotFor } from '#functions/reports/open-content'
import { createWorld, type World } from '#tests/harness/world'
import { createFiles } from '../imports/imports-world.ts'
import { aBank, aRunner } from '../pipeline/run-world.ts'
import { createReportsWorld, type ReportsWorld } from './reports-world.ts'

let world: World
let reports: ReportsWorld
beforeAll(async () => {
  world = await createWorld({ shards: 2, services: ['dynamodb', 's3'] })
  const desk = await aBank(world, { clients: 60, shards: 2 })
  await aRunner(desk).run({ runId: 'r1' })
  reports = createReportsWorld(desk, await createFiles(world), { pdf: pdfFormat })
}, 60_000)
afterAll(() => world.stop())

const squeezed = (text: string) => text.replaceAll(/\s+/g, '')
const types = Object.keys(snapshotReports) as SnapshotReport[]
const folder = process.env['PDF_FOLDER']

async function pdfOf(wish: object) {
  const bytes = await reports.bytesOf(await reports.start({ format: 'pdf', ...wish }))
  return { bytes, document: await getDocumentProxy(new Uint8Array(bytes)) }
}

describe('a report as PDF', () => {
  test.each(types)(
    '%s says every figure and every row of its tables, page x of y, in which time zone',
    async (type) => {
      const definition = v.parse(ReportDefinition, { type, format: 'pdf' })
      const { snapshot } = await snapshotFor(definition, reports.stores)
      const expected = (await documentFor(definition, snapshot, reports.stores)).document
      const { bytes, document } = await pdfOf({ type })
      if (folder) writeFileSync(`${folder}/${type}.pdf`, bytes)
      const { text, totalPages } = await extractText(document, { mergePages: false })
      const all = squeezed(text.join(' '))

      text.forEach((page, index) => {
        expect(page).toContain(`Page ${index + 1} of ${totalPages}`)
        expect(page).toContain('Europe/Berlin')
      })
      const style = { currency: 'EUR', isFormatted: true }
      for (const { figure } of expected.figures)
        expect(all).toContain(squeezed(cellText(figure.value, figure.unit, style)))
      for (const { columns, rows } of expected.tables)
        for (const row of rows) {
          const cells = row.map((cell, index) => cellText(cell, columns[index]?.unit ?? 'text', style))
          expect(all).toContain(squeezed(cells.join('')))
        }
    },
  )

  test('is tagged, has a language, a title and bookmarks, embeds its fonts and leads to the rows', async () => {
    const { bytes, document } = await pdfOf({ type: 'executive', paper: 'letter' })
    const raw = bytes.toString('latin1')
    const outline = await document.getOutline()
    const { info } = await document.getMetadata()
    const page = await document.getPage(2)
    const links = (await page.getAnnotations()).map(({ url }: { url?: string }) => url)

    expect(raw).toContain('/MarkInfo')
    expect(raw).toContain('/Lang')
    expect(raw).toContain('/DisplayDocTitle true')
    expect(raw).not.toMatch(/\/(JavaScript|Launch|EmbeddedFile)/)
    expect((info as { Title?: string }).Title).toBe('Executive summary')
    expect(outline.map(({ title }) => title)).toEqual(
      expect.arrayContaining(['Key figures', 'Revenue by month']),
    )
    expect(page.view).toEqual([0, 0, 612, 792])
    expect(links[0]).toMatch(/^https:\/\/perennial\.example\/dashboard\?.*trace=average-clv/)
  })
})
