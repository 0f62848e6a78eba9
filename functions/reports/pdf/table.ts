import { type CellStyle, cellText } from '#shared/report/cell-text'
import type { Column, Row } from '#shared/report/table'
import { colours, type Pages, type TextStyle } from './pages.ts'

const PADDING = 3
const SAMPLE = 60

/** What a table is drawn from. */
export interface TableContent {
  readonly title: string
  readonly columns: readonly Column[]
  readonly rows: readonly Row[]
  readonly note?: string | undefined
  readonly totals: Readonly<Record<string, number>>
}

/** Draws a table: its heading stays with it, its header repeats on each page, no row is cut. */
export function drawTable(pages: Pages, content: TableContent, style: CellStyle): void {
  const layout = layoutOf(pages, content, style)
  const { columns, rows } = content
  pages.heading('H2', content.title, 3 * layout.lineHeight + 30)
  const table = pages.doc.struct('Table')
  pages.root.add(table)
  const line = (cells: readonly string[], font: 'regular' | 'bold', tag: 'TH' | 'TD') =>
    drawRow(pages, { cells, layout, font, tag, table })
  const header = columns.map(({ title }) => title)
  line(header, 'bold', 'TH')
  for (const row of rows) {
    const cells = columns.map(({ unit }, index) =>
      cellText(row[index] ?? null, unit, { ...style, isFormatted: true }),
    )
    if (!pages.fits(layout.heightOf(cells, 'regular'))) {
      pages.newPage()
      line(header, 'bold', 'TH')
    }
    line(cells, 'regular', 'TD')
  }
  const totals = columns.map(({ key, unit }, index) => {
    const total = content.totals[key]
    if (total !== undefined) return cellText(total, unit, { ...style, isFormatted: true })
    return index === 0 ? 'Total' : ''
  })
  if (Object.keys(content.totals).length > 0 && rows.length > 1) {
    if (!pages.fits(layout.heightOf(totals, 'bold'))) {
      pages.newPage()
      line(header, 'bold', 'TH')
    }
    line(totals, 'bold', 'TD')
  }
  table.end()
  pages.down(4)
  const count = `${rows.length.toLocaleString('en-US')} ${rows.length === 1 ? 'row' : 'rows'}, all of them.`
  pages.text('P', [count, content.note ?? ''].join(' ').trim(), { size: 8, colour: colours.muted, gap: 10 })
}

type Layout = ReturnType<typeof layoutOf>

/** Widths after what stands in the columns: texts wrap, numbers do not. */
function layoutOf({ doc, width, heightOf, left }: Pages, { columns, rows }: TableContent, style: CellStyle) {
  const size = columns.length > 11 ? 6 : columns.length > 8 ? 7 : 8
  const measured = columns.map(({ title, unit }, index) => {
    doc.font('bold').fontSize(size)
    const words = Math.max(...title.split(/\s+/).map((word) => doc.widthOfString(word)))
    doc.font('regular').fontSize(size)
    const values = rows
      .slice(0, SAMPLE)
      .map((row) => doc.widthOfString(cellText(row[index] ?? null, unit, { ...style, isFormatted: true })))
    return Math.max(words, ...values) + 2 * PADDING + 2
  })
  const sum = measured.reduce((all, one) => all + one, 0)
  const isText = columns.map(({ unit }) => unit === 'text')
  const texts = measured.reduce((all, one, index) => all + (isText[index] ? one : 0), 0)
  // What is too much is taken from the texts, which can wrap; what is left over is shared by all.
  const over = Math.max(0, sum - width)
  const widths = measured.map((one, index) => {
    if (over === 0) return (one * width) / sum
    return isText[index] && texts > over
      ? one - (over * one) / texts
      : texts > over
        ? one
        : (one * width) / sum
  })
  const starts = widths.map((_, index) => left + widths.slice(0, index).reduce((all, one) => all + one, 0))
  const styleOf = (index: number, font: TextStyle['font']): TextStyle => ({
    font: font ?? 'regular',
    size,
    x: (starts[index] ?? left) + PADDING,
    width: (widths[index] ?? 40) - 2 * PADDING,
    align:
      isText[index] || columns[index]?.unit === 'day' || columns[index]?.unit === 'month' ? 'left' : 'right',
  })
  return {
    lineHeight: size * 1.6,
    styleOf,
    heightOf: (cells: readonly string[], font: TextStyle['font']) =>
      Math.max(...cells.map((cell, index) => heightOf(cell, styleOf(index, font)))) + 2 * PADDING,
  }
}

interface RowDrawing {
  readonly cells: readonly string[]
  readonly layout: Layout
  readonly font: 'regular' | 'bold'
  readonly tag: 'TH' | 'TD'
  readonly table: ReturnType<Pages['doc']['struct']>
}

function drawRow(pages: Pages, { cells, layout, font, tag, table }: RowDrawing): void {
  const height = layout.heightOf(cells, font)
  const at = pages.y()
  const { doc, left, width } = pages
  pages.decorate(() => {
    if (tag === 'TH') doc.rect(left, at, width, height).fill(colours.shade)
    doc
      .moveTo(left, at + height)
      .lineTo(left + width, at + height)
      .lineWidth(0.5)
      .stroke(colours.line)
  })
  const row = doc.struct('TR')
  table.add(row)
  for (const [index, cell] of cells.entries())
    row.add(pages.element(tag, cell, layout.styleOf(index, font), at + PADDING))
  row.end()
  pages.down(height)
}
