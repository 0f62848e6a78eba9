import type { Cents } from '#shared/kernel/money'

/** Which sign separates the decimals. */
export type DecimalSign = 'point' | 'comma'

/** An exact decimal number: `digits / 10^scale`. */
export interface Decimal {
  readonly digits: bigint
  readonly scale: number
}

/** Largest amount of one row, in minor units: sums of millions of rows stay exact. */
export const MAX_CENTS = 1_000_000_000_000

// Longer texts are no amounts; the bound keeps hostile ones cheap.
const MAX_CHARACTERS = 60

const plainAmount = /^(-?)(\d{1,10})(?:\.(\d{1,2}))?$/
const spaces = /[\s\u00a0\u202f\u2009]+/g
const unsigned = {
  point: /^(?:\d+|\d{1,3}(?:,\d{2,3})*,\d{3}|\d{1,3}(?:'\d{3})+)?(?:\.(\d*))?$/,
  comma: /^(?:\d+|\d{1,3}(?:\.\d{2,3})*\.\d{3}|\d{1,3}(?:'\d{3})+)?(?:,(\d*))?$/,
} as const

/**
 * The exact number a text stands for: thousands separators, a currency sign or code before or behind, a minus before or
 * behind, or brackets for negatives. Undefined when it is no number.
 */
export function decimalOf(text: string, sign: DecimalSign = 'point'): Decimal | undefined {
  if (text.length > MAX_CHARACTERS) return undefined
  let rest = withoutCurrency(text.replace(/[\u2212\u2013]/g, '-'))
  let isNegative = false
  if (/^\(.*\)$/.test(rest)) {
    isNegative = true
    rest = rest.slice(1, -1)
  }
  rest = withoutCurrency(rest)
    .replace(/[\u2019`]/g, "'")
    .replace(spaces, grouping(rest))
  if (/^[+-]/.test(rest) || rest.endsWith('-')) {
    if (isNegative) return undefined
    isNegative = rest.includes('-')
    rest = /^[+-]/.test(rest) ? rest.slice(1) : rest.slice(0, -1)
  }
  rest = withoutCurrency(rest)
  const match = unsigned[sign].exec(rest)
  if (!match || !/\d/.test(rest)) return undefined
  const decimals = match[1] ?? ''
  const digits = BigInt(rest.replace(/\D/g, ''))
  return { digits: isNegative ? -digits : digits, scale: decimals.length }
}

/** Blanks between digits are thousands separators when groups of three follow; any other blank makes no number. */
function grouping(text: string): string {
  return /^[^\d]*\d{1,3}(?:[\s\u00a0\u202f\u2009]\d{3})+(?!\d)/.test(text) ? '' : ' '
}

const currency = /^(?:[A-Z]{3}|\p{Sc}|[A-Z]{1,2}\p{Sc})\s*|\s*(?:[A-Z]{3}|\p{Sc})$/gu

function withoutCurrency(text: string): string {
  return text.replace(currency, '').trim()
}

/** Minor units of a decimal number, rounded half away from zero; undefined beyond the largest amount. */
export function centsFrom({ digits, scale }: Decimal): Cents | undefined {
  let cents: bigint
  if (scale <= 2) cents = digits * 10n ** BigInt(2 - scale)
  else {
    const divisor = 10n ** BigInt(scale - 2)
    const half = divisor / 2n
    cents = (digits < 0n ? digits - half : digits + half) / divisor
  }
  const value = Number(cents)
  return Math.abs(value) > MAX_CENTS ? undefined : value
}

/**
 * Minor units of an amount written as text, exact: no floating point on the way. More than two decimals are rounded half
 * away from zero, because exports write 11.770000000000001. Undefined when it is no amount or beyond ten billion.
 */
export function centsOf(text: string, sign: DecimalSign = 'point'): Cents | undefined {
  const plain = sign === 'point' ? plainAmount.exec(text) : null
  if (plain) {
    const [, minus, whole, fraction = ''] = plain
    const cents = Number(whole) * 100 + Number(fraction.padEnd(2, '0'))
    return minus === '-' && cents !== 0 ? -cents : cents
  }
  const decimal = decimalOf(text, sign)
  return decimal && centsFrom(decimal)
}

/** The exact product of two decimal numbers. */
export function product(one: Decimal, other: Decimal): Decimal {
  return { digits: one.digits * other.digits, scale: one.scale + other.scale }
}

/** A decimal number as the nearest double. */
export function numberFrom({ digits, scale }: Decimal): number {
  return scale === 0 ? Number(digits) : Number(`${digits}e-${scale}`)
}

/** An amount as plain text, `-12.30`. */
export function centsText(cents: Cents): string {
  const size = Math.abs(cents)
  const text = `${Math.floor(size / 100)}.${String(size % 100).padStart(2, '0')}`
  return cents < 0 ? `-${text}` : text
}
