import type { Cell, ColumnUnit } from './table.ts'

/** How values are written: raw for machines, formatted for people. */
export interface CellStyle {
  readonly currency: string
  readonly isFormatted: boolean
}

const locale = 'en-US'
const formatters = new Map<string, Intl.NumberFormat>()

function formatter(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = JSON.stringify(options)
  const known = formatters.get(key) ?? new Intl.NumberFormat(locale, options)
  formatters.set(key, known)
  return known
}

/** Decimals of a currency: 2 for euros, 0 for yen. */
export function currencyDigits(currency: string): number {
  return formatter({ style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
}

/** Minor units as exact decimal text: 199900 is 1999.00; never through a float. */
export function decimalText(cents: number, digits: number): string {
  if (digits === 0 || !Number.isInteger(cents)) return String(cents / 10 ** digits)
  const size = String(Math.abs(cents)).padStart(digits + 1, '0')
  return `${cents < 0 ? '-' : ''}${size.slice(0, -digits)}.${size.slice(-digits)}`
}

/** A value as text: raw keeps every digit, formatted reads as on the screen. Null is '' raw and "—" formatted. */
export function cellText(value: Cell, unit: ColumnUnit, style: CellStyle): string {
  if (value === null) return style.isFormatted ? '—' : ''
  if (typeof value === 'string') return value
  return style.isFormatted ? formatted(value, unit, style.currency) : raw(value, unit, style.currency)
}

function raw(value: number, unit: ColumnUnit, currency: string): string {
  return unit === 'cents' ? decimalText(value, currencyDigits(currency)) : String(value)
}

function formatted(value: number, unit: ColumnUnit, currency: string): string {
  const print = (number: number, options: Intl.NumberFormatOptions) =>
    formatter(options)
      .format(number + 0)
      .replace('-', '\u2212')
  switch (unit) {
    case 'cents':
      return print(value / 10 ** currencyDigits(currency), { style: 'currency', currency })
    case 'share':
      return print(value, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 })
    case 'ratio':
      return `${print(value, { minimumFractionDigits: 2, maximumFractionDigits: 2 })}×`
    case 'text':
    case 'day':
    case 'month':
      return String(value)
    case 'count':
    case 'days':
    case 'score':
      return print(value, { maximumFractionDigits: Number.isInteger(value) ? 0 : 1 })
  }
}
