import { safeCell } from '#shared/kernel/csv-cell'

export { safeCell }

/** First line of a file of rejected rows. */
export const rejectedHeader = '"row","column","value","reason"\r\n'

/** A line of a file of rejected rows. */
export function rejectedLine(reject: {
  readonly row: number
  readonly column: string
  readonly value: string
  readonly reason: string
}): string {
  const { row, column, value, reason } = reject
  return `${row},${safeCell(column)},${safeCell(value)},${safeCell(reason)}\r\n`
}
