/** What spreadsheets take for a formula when a cell starts with it, full-width forms and leading blanks included. */
const formula = /^[\s\u0000]*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r]/

const control = /[\u0000-\u0008\u000b-\u001f\u007f]/g

/** A text as a cell that no spreadsheet runs as a formula. */
export function safeCell(text: string): string {
  const plain = formula.test(text) ? `'${text}` : text
  return `"${plain.replace(control, ' ').replaceAll('"', '""')}"`
}

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
