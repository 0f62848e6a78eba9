import type { Figure } from '#shared/kernel/figure.schema'

// The browser's own way of writing numbers, in digits that every page can be searched for.
const locales = globalThis.navigator?.languages ?? ['en-US']
/** Shown where there is no number; the reason stands beside it. */
export const NOTHING = '—'
const THIN = '\u2009'

const formatters = new Map<string, Intl.NumberFormat>()

function formatter(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = JSON.stringify(options)
  const known = formatters.get(key) ?? new Intl.NumberFormat(locales, { numberingSystem: 'latn', ...options })
  formatters.set(key, known)
  return known
}

function print(value: number, options: Intl.NumberFormatOptions): string {
  // Adding 0 turns −0 into 0; the minus sign is U+2212 everywhere.
  return formatter(options)
    .format(value + 0)
    .replace('-', '\u2212')
}

/** Minor units of a currency as major units: 1999 cents are 19.99, 1999 yen are 1999. */
function major(cents: number, currency: string): number {
  const digits = formatter({ style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  return cents / 10 ** digits
}

/** Exact to the minor unit, for tables and tooltips. */
export function money(cents: number, currency: string): string {
  return print(major(cents, currency), { style: 'currency', currency })
}

/** For headlines and axes: to the cent under 1,000, whole under 10,000, above it compact with three digits. */
export function moneyShort(cents: number, currency: string): string {
  const value = major(cents, currency)
  const size = Math.abs(value)
  if (size < 999.995) return Number.isInteger(value) ? whole(value, currency) : money(cents, currency)
  if (size < 9_999.5) return whole(value, currency)
  return print(value, { style: 'currency', currency, notation: 'compact', maximumSignificantDigits: 3 })
}

/** For lists, whose stored values are rounded: whole units from 100 on, below that to the minor unit. */
export function moneyRounded(cents: number, currency: string): string {
  const value = major(cents, currency)
  return Math.abs(value) >= 99.995 ? whole(value, currency) : money(cents, currency)
}

function whole(value: number, currency: string): string {
  return print(value, { style: 'currency', currency, maximumFractionDigits: 0, minimumFractionDigits: 0 })
}

/** A count with its thousands separated. */
export function count(value: number): string {
  return print(value, { maximumFractionDigits: 0 })
}

/** A plain number with at most `digits` decimals. */
export function decimal(value: number, digits = 2): string {
  return print(value, { maximumFractionDigits: digits })
}

/** A share of 0 to 1 (or beyond) as a percentage. */
export function percent(share: number, digits = 1): string {
  return print(share, { style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits })
}

/** A chance, never 0 % and never 100 %: a model does not know that. */
export function chance(share: number): string {
  if (share < 0.01) return `<${percent(0.01, 0)}`
  if (share > 0.99) return `>${percent(0.99, 0)}`
  return percent(share, 0)
}

/** A ratio such as 3.6×. */
export function ratio(value: number): string {
  return `${print(value, { minimumFractionDigits: 1, maximumFractionDigits: 1 })}×`
}

/** A size in bytes as KB or MB. */
export function bytes(size: number): string {
  if (size < 1024) return `${count(size)} B`
  if (size < 1024 ** 2) return `${decimal(size / 1024, 0)} KB`
  return `${decimal(size / 1024 ** 2, 1)} MB`
}

/** Both ends with thin spaces; "to" where a sign would be mistaken for the dash. The unit stands once where it trails. */
export function range(low: number, high: number, one: (value: number) => string): string {
  const [from, to] = [one(low), one(high)]
  if (low < 0 || high < 0) return `${from} to ${to}`
  const unit = /[%×]$/.exec(to)?.[0]
  const start = unit && from.endsWith(unit) ? from.slice(0, -1).trimEnd() : from
  return `${start}${THIN}–${THIN}${to}`
}

/** A value in a figure's unit, as it reads in a headline. */
export function inUnit(value: number, unit: Figure['unit'], currency: string): string {
  switch (unit) {
    case 'cents':
      return moneyShort(value, currency)
    case 'share':
      return percent(value)
    case 'ratio':
      return ratio(value)
    case 'count':
      return decimal(value, Number.isInteger(value) ? 0 : 1)
    case 'days':
      return `${count(value)} ${Math.round(value) === 1 ? 'day' : 'days'}`
    case 'score':
      return count(value)
  }
}

/** A change in a figure's unit, always signed; shares change in percentage points. */
export function change(value: number, unit: Figure['unit'], currency: string): string {
  const size = Math.abs(value)
  const text = unit === 'share' ? `${decimal(size * 100, 1)} pp` : inUnit(size, unit, currency)
  return `${value < 0 ? '\u2212' : '+'}${text}`
}
