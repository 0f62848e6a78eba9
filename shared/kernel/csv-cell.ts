/** What spreadsheets take for a formula when a cell starts with it, full-width forms and leading blanks included. */
const formula =
  /^[\s\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2060-\u2064\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r]/

const control = /[\u0000-\u0008\u000b-\u001f\u007f]/g

/** A text that no spreadsheet runs as a formula, whatever it is put into. */
export function safeText(text: string): string {
  return (formula.test(text) ? `'${text}` : text).replace(control, ' ')
}

/** A text as a quoted cell of RFC 4180 that no spreadsheet runs as a formula. */
export function safeCell(text: string): string {
  return `"${safeText(text).replaceAll('"', '""')}"`
}
