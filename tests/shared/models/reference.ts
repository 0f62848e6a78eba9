import { gunzipSync } from 'node:zlib'
import { readFileSync } from 'node:fs'
import type { PurchaseHistory } from '#shared/models/purchase-history'
import { historyFromDays } from '#shared/models/purchase-history'
import { sharedData, sharedRows } from '#tests/harness/shared-data'

type Row = Record<string, number>

/** A file of reference vectors as rows of numbers; empty where this copy does not have it. */
export function vectors(file: string): Row[] {
  return sharedRows(`reference-vectors/${file}`).map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, text]) => [name, Number(text)])),
  )
}

/** A column of a row; fails loudly when it is not there. */
export function at(row: Row, name: string): number {
  const value = row[name]
  if (value === undefined) throw new Error(`no column ${name}`)
  return value
}

/** The history in a row of vectors. */
export function historyIn(row: Row): PurchaseHistory {
  return { x: at(row, 'x'), tx: at(row, 't_x'), T: at(row, 'T') }
}

/** Relative error, absolute where 0 is expected (vectors print it as 1e-42); Infinity when the value is not a number. */
export function relativeError(value: number, expected: number): number {
  if (!Number.isFinite(value)) return Infinity
  return Math.abs(expected) < 1e-30 && Math.abs(value) < 1e-14
    ? Math.abs(value - expected)
    : Math.abs(value / expected - 1)
}

/** Largest relative error of a function over rows that hold its parameters, a history and the expected value. */
export function largestRelativeError<P>(
  rows: readonly Row[],
  column: string,
  value: (params: P, history: PurchaseHistory, horizon: number) => number,
): number {
  // -- because a row of vectors holds the model's letters as columns
  const paramsOf = (row: Row) => ({ ...row }) as P
  return Math.max(
    ...rows.map((row) =>
      relativeError(value(paramsOf(row), historyIn(row), at(row, 'horizon')), at(row, column)),
    ),
  )
}

/** A CDNOW client: history in weeks, hold-out purchases, mean spend of repeat days, hold-out spend. */
export interface CdnowClient extends PurchaseHistory {
  readonly id: string
  readonly xStar: number
  readonly meanSpend: number
  readonly holdoutSpend: number
}

const DAY_MS = 86_400_000
const dayOf = (text: string): number =>
  Date.UTC(Number(text.slice(0, 4)), Number(text.slice(4, 6)) - 1, Number(text.slice(6, 8))) / DAY_MS

const calibrationEnd = dayOf('19970930')
const holdoutEnd = dayOf('19980630')

/** The 2,357 clients of the CDNOW sample in weeks; empty where this copy does not have the file. */
export function cdnowSample(): CdnowClient[] {
  return cdnow('cdnow/CDNOW_sample.txt', { id: 1, day: 2, dollars: 4, headings: 0 })
}

/** The 23,570 clients of the CDNOW master file in weeks; empty where this copy does not have the file. */
export function cdnowMaster(): CdnowClient[] {
  return cdnow('cdnow/CDNOW_master.txt', { id: 0, day: 1, dollars: 3, headings: 1 })
}

/** Purchase days of every client of the CDNOW sample with the amount of each day, as day numbers. */
export function cdnowDays(
  file = 'cdnow/CDNOW_sample.txt',
  columns = { id: 1, day: 2, dollars: 4, headings: 0 },
): Map<string, Map<number, number>> {
  const path = sharedData(file)
  const clients = new Map<string, Map<number, number>>()
  if (!path) return clients
  for (const line of readFileSync(path, 'utf8').trim().split(/\r?\n/).slice(columns.headings)) {
    const cells = line.trim().split(/\s+/)
    const id = cells[columns.id] ?? ''
    const day = dayOf(cells[columns.day] ?? '')
    const days = clients.get(id) ?? new Map<number, number>()
    days.set(day, (days.get(day) ?? 0) + Number(cells[columns.dollars]))
    clients.set(id, days)
  }
  return clients
}

function cdnow(
  file: string,
  columns: { id: number; day: number; dollars: number; headings: number },
): CdnowClient[] {
  return [...cdnowDays(file, columns)].flatMap(([id, amounts]) => {
    const days = [...amounts.keys()].sort((left, right) => left - right)
    const history = historyFromDays(days, calibrationEnd)
    if (!history) return []
    const repeats = days.slice(1).filter((day) => day <= calibrationEnd)
    const later = days.filter((day) => day > calibrationEnd && day <= holdoutEnd)
    const spent = (some: readonly number[]): number =>
      some.reduce((sum, day) => sum + (amounts.get(day) ?? 0), 0)
    return [
      {
        id,
        x: history.x,
        tx: history.tx / 7,
        T: history.T / 7,
        xStar: later.length,
        meanSpend: repeats.length > 0 ? spent(repeats) / repeats.length : 0,
        holdoutSpend: spent(later),
      },
    ]
  })
}

/** The same history in days. */
export function inDays({ x, tx, T }: PurchaseHistory): PurchaseHistory {
  return { x, tx: Math.round(tx * 7), T: Math.round(T * 7) }
}

/** Text of a gzipped shared file, or undefined. */
export function sharedGzipText(relativePath: string): string | undefined {
  const path = sharedData(relativePath)
  return path === undefined ? undefined : gunzipSync(readFileSync(path)).toString('utf8')
}
