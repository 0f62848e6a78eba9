import { cellText } from '#shared/report/cell-text'
import type { ReportFigure } from '#shared/report/document'
import { createTally, type Row, type RowSource } from '#shared/report/table'
import { drawChart } from '../pdf/chart.ts'
import { colours, createPages, type Pages } from '../pdf/pages.ts'
import { drawTable, type TableContent } from '../pdf/table.ts'
import type { FileContent, FileFacts, Format } from './writer.ts'

/** A paginated, tagged document for a board: cover, figures, charts, tables. */
export const pdfFormat: Format = { extension: 'pdf', contentType: 'application/pdf', write: pieces }

async function* pieces(content: FileContent): AsyncGenerator<Uint8Array> {
  const { facts, definition, document, sources } = content
  const tables = await Promise.all(sources.map(whole))
  const style = { currency: facts.currency, isFormatted: true }
  const footer = `${facts.title} · as of ${facts.run.asOf}, ${facts.timeZone} · data version ${facts.dataVersion}`
  const pages = createPages({ title: facts.title, paper: definition.paper, footer })
  cover(pages, content)
  if (document) {
    pages.newPage()
    pages.heading('H1', 'Key figures', 80)
    for (const figure of document.figures) keyFigure(pages, figure, content)
    for (const chart of document.charts) {
      const table = tables.find(({ id }) => id === chart.table)
      if (table) drawChart(pages, chart, { table, style })
    }
  }
  pages.newPage()
  for (const table of tables) drawTable(pages, table, style)
  yield* pages.end()
}

async function whole(source: RowSource): Promise<TableContent & { readonly id: string }> {
  const tally = createTally(source.columns)
  const rows: Row[] = []
  for await (const row of source.rows) {
    rows.push(row)
    tally.add(row)
  }
  const { id, title, columns, note } = source
  return { id, title, columns, rows, totals: tally.totals(), ...(note === undefined ? {} : { note }) }
}

function cover(pages: Pages, { facts, document, definition }: FileContent): void {
  pages.down(90)
  pages.text('P', 'Perennial', { font: 'bold', size: 12, colour: colours.accent, gap: 18 })
  pages.text('H1', facts.title, { font: 'bold', size: 28, gap: 10 })
  if (document) pages.text('P', document.purpose, { size: 12, colour: colours.muted, gap: 30 })
  for (const [name, value] of aboutOf(facts)) {
    const style = { size: 10 }
    const height = pages.heightOf(value, { ...style, width: pages.width - 150 })
    pages.root.add(
      pages.doc.struct('P', {}, () => {
        const at = pages.y()
        pages.drawn(name, { ...style, colour: colours.muted, width: 140 }, at)
        pages.drawn(value, { ...style, x: pages.left + 150, width: pages.width - 150 }, at)
      }),
    )
    pages.down(height + 6)
  }
  pages.down(14)
  for (const note of document?.notes ?? []) pages.text('P', note, { size: 9, colour: colours.muted })
  if (definition.values === 'raw')
    pages.text('P', 'Amounts are exact to the minor unit; shares are rounded to a tenth of a percent.', {
      size: 9,
      colour: colours.muted,
    })
}

/** What the cover says about the file. */
function aboutOf({ period, filters, run, ...facts }: FileFacts): [string, string][] {
  const chosen = Object.entries(filters).map(([name, value]) => `${name}: ${value}`)
  return [
    [
      'Period',
      period
        ? `${period.title}, ${period.from} to ${period.to}`
        : `As it is on ${facts.createdAt.slice(0, 10)}`,
    ],
    ['Compared with', period?.against ?? 'nothing'],
    ['Filters', chosen.join(', ') || 'none'],
    ['As of', run.asOf],
    ['Time zone', facts.timeZone],
    ['Currency', facts.currency],
    ['Run and model', `${run.id}, ${run.model}`],
    ['Data version', facts.dataVersion],
    ['Definitions', `version ${facts.definitions}`],
    ['Made for', `${facts.by}, ${facts.createdAt.slice(0, 16).replace('T', ' ')} UTC`],
  ]
}

/** A figure with its interval, its change, what it means, and the way to its rows. */
function keyFigure(pages: Pages, shown: ReportFigure, { facts, definition }: FileContent): void {
  const { title, figure, beside = [], delta, definition: meaning } = shown
  const one = (value: number | null) =>
    cellText(value, figure.unit, { currency: facts.currency, isFormatted: true })
  const intervals = [
    figure.low80 === undefined ? '' : `80 % interval ${one(figure.low80)} to ${one(figure.high80 ?? null)}`,
    figure.low95 === undefined ? '' : `95 % interval ${one(figure.low95)} to ${one(figure.high95 ?? null)}`,
    figure.n === undefined ? '' : `n = ${figure.n.toLocaleString('en-US')}`,
  ].filter(Boolean)
  const changed = delta
    ? `${delta.change < 0 ? '' : '+'}${deltaText(delta, facts.currency)} against ${delta.against}`
    : ''
  const others = beside.map(
    (other) =>
      `${other.title} ${cellText(other.figure.value, other.figure.unit, { currency: facts.currency, isFormatted: true })}`,
  )
  pages.room(90)
  pages.text('H3', title, { font: 'bold', size: 10, gap: 1 })
  pages.text('P', one(figure.value), {
    font: 'bold',
    size: 17,
    colour: figure.value === null ? colours.muted : colours.accent,
    link: figure.value === null ? undefined : traceAddress(shown, { facts, definition }),
    gap: 2,
  })
  if (figure.value === null && figure.reason) pages.text('P', figure.reason, { size: 8.5, gap: 2 })
  for (const line of [[...intervals, changed].filter(Boolean).join(' · '), others.join(' · ')])
    if (line) pages.text('P', line, { size: 8.5, gap: 2 })
  pages.text('P', meaning, { size: 8.5, colour: colours.muted, gap: 12 })
}

function deltaText(
  { change, unit }: { change: number; unit: ReportFigure['figure']['unit'] },
  currency: string,
): string {
  if (unit === 'share') return `${(change * 100).toFixed(1)} percentage points`
  return cellText(change, unit, { currency, isFormatted: true })
}

/** Where the rows behind a figure are: the dashboard under the same run, period and filters, with the figure followed. */
function traceAddress(
  { trace }: ReportFigure,
  { facts, definition }: Pick<FileContent, 'facts' | 'definition'>,
) {
  if (!trace) return undefined
  const { period, compare, filters, run = facts.run.id } = definition
  const words = [trace.metric, ...Object.entries(trace.question).map(([name, value]) => `${name}:${value}`)]
  const query = new URLSearchParams({
    period,
    ...(compare === 'none' ? {} : { compare }),
    ...Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined)),
    run,
    trace: words.join('~'),
  })
  return `${facts.siteOrigin}/dashboard?${query.toString()}`
}
