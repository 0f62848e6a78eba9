import { parse } from 'csv-parse/sync'
import readXlsx from 'read-excel-file/node'
import { extractText, getDocumentProxy } from 'unpdf'
import { describe, expect, test } from 'vitest'
import * as v from 'valibot'
import { ReportDefinition } from '#shared/report/report-view.schema'
import { csvFormat } from '#functions/reports/formats/csv'
import { pdfFormat } from '#functions/reports/formats/pdf'
import type { FileContent, Format } from '#functions/reports/formats/writer'
import { pieces as workbookPieces, xlsxFormat } from '#functions/reports/formats/xlsx'

const starts = [
  '=',
  '+',
  '-',
  '@',
  '\t=',
  '\r=',
  '\n=',
  ' =',
  '\u0000=',
  '\u0001+',
  '\u200b=',
  '\ufeff@',
  '＝',
  '＋',
  '－',
  '＠',
  '"=',
  '\u2060-',
  '\u001f=',
  '\u0085=',
]
const bodies = [
  '1+1',
  "cmd|' /C calc'!A0",
  'HYPERLINK("http://x","y")',
  'SUM(A1:A9)*2',
  'IMPORTXML(CONCAT("a"),"b")',
  'WEBSERVICE("x")',
  '</t></is></c><c><f>1+1</f></c>',
  '</script><script>',
  '\u202egnp.exe',
  'a\u0007b\ud800c, "d"',
]
const hostile = starts.flatMap((start) => bodies.map((body) => start + body))

const content = (values: 'raw' | 'formatted' = 'raw'): FileContent => ({
  facts: {
    title: hostile[1] ?? '',
    type: 'client-list',
    run: { id: 'r1', asOf: '2026-03-14', model: 'm' },
    dataVersion: '1',
    definitions: 1,
    period: null,
    filters: { q: hostile[2] ?? '' },
    timeZone: 'UTC',
    currency: 'EUR',
    createdAt: '2026-03-14T12:00:00.000Z',
    by: hostile[3] ?? '',
    siteOrigin: 'https://perennial.example',
  },
  definition: v.parse(ReportDefinition, { type: 'client-list', format: 'csv', values }),
  sources: [
    {
      id: 't',
      title: hostile[0] ?? '',
      columns: [
        { key: 'name', title: 'Name', unit: 'text' },
        { key: 'amount', title: 'Amount', unit: 'cents' },
      ],
      expected: hostile.length,
      rows: hostile.map((text) => [text, -1250]),
    },
  ],
})

async function written(pieces: ReturnType<Format['write']>): Promise<Buffer> {
  const all: Buffer[] = []
  for await (const piece of pieces) all.push(Buffer.from(piece))
  return Buffer.concat(all)
}

describe('200 hostile cell values', () => {
  test('start no formula in a CSV read back, and numbers stay numbers', async () => {
    const rows = parse(await written(csvFormat.write(content()))) as string[][]

    expect(hostile.length).toBe(200)
    expect(rows.length).toBe(201)
    for (const [text = '', amount] of rows.slice(1)) {
      // What a spreadsheet looks at once blanks and invisible signs are gone.
      expect(
        text.replace(/^[\s\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2060-\u2064\ufeff]+/, ''),
      ).not.toMatch(/^[=+\-@＝＋－＠]/)
      expect(amount).toBe('-12.50')
    }
  })

  test('are texts in a workbook, on as many sheets as they need, never formulas', async () => {
    const bytes = await written(xlsxFormat.write(content()))
    const split = await readXlsx(await written(workbookPieces(content(), 150)))
    const [, sheet] = await readXlsx(bytes)

    expect(bytes.toString('latin1')).not.toContain('<f>')
    expect(sheet?.data.length).toBe(201)
    expect(sheet?.data.slice(1).every(([text, amount]) => typeof text === 'string' && amount === -12.5)).toBe(
      true,
    )
    expect(split.map(({ data }) => data.length).slice(1)).toEqual([151, 51])
  })

  test('are plain text in a PDF without scripts, links or files in it', async () => {
    const bytes = await written(pdfFormat.write(content()))
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: true })

    expect(bytes.toString('latin1')).not.toMatch(/\/(JavaScript|JS|Launch|EmbeddedFile|URI|GoToR)\b/)
    expect(text).toContain('200 rows, all of them.')
    expect(text).not.toMatch(/[\u202a-\u202e]/)
  })
})
