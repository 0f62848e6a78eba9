import type { CivilDay, Month } from '#shared/kernel/day'
import { normalisedId } from '#shared/kernel/ids'
import type { Cents } from '#shared/kernel/money'
import { isEmailAddress } from '#shared/quality/predicates'
import { dayFrom, monthFromText } from './day-text.ts'
import { type Field, fieldsOf, MAX_ATTRIBUTE_BYTES } from './fields.ts'
import type { ImportKind, Mapping } from './import-view.schema.ts'
import { centsFrom, centsOf, type Decimal, type DecimalSign, decimalOf, MAX_CENTS } from './money-text.ts'
import { exceedsBytes } from './text-size.ts'
import type { Problem } from './typed-row.ts'

/** How the rows of one file are read. */
export interface RowFormat {
  readonly kind: ImportKind
  readonly mapping: Mapping
  readonly headers: readonly string[]
}

const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/
// What `safeCell` puts an apostrophe before.
const exportedFormula = /^'\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/
const printable = /^[\x20-\x7e]*$/
const SHOWN_CHARACTERS = 200
const LONGEST_TEXT = 500
const MAX_SCALE = 30

/** A cell's text without surrounding blanks; the apostrophe that exports put before formulas is taken off again. */
export function cleaned(text: string): string {
  const trimmed = text.trim()
  const plain = printable.test(trimmed) ? trimmed : trimmed.normalize('NFC')
  return exportedFormula.test(plain) ? plain.slice(1) : plain
}

/** The texts of one row after another by the names of fields, and what is wrong with them. */
function createTexts({ kind, mapping, headers }: RowFormat) {
  const fields = new Map<string, Field>(fieldsOf(kind).map((field) => [field.name, field]))
  const mapped = new Set(Object.values(mapping.columns))
  const kept = headers.map((name, index) => ({ name, index })).filter(({ name }) => !mapped.has(name))
  const indexes = new Map<string, number>()
  for (const [name, column] of Object.entries(mapping.columns)) {
    const index = headers.indexOf(column)
    if (index >= 0) indexes.set(name, index)
  }
  let cells: readonly string[] = []
  let problems: Problem[] = []

  function raw(name: string): string | undefined {
    const index = indexes.get(name)
    const text = index === undefined ? '' : cleaned(cells[index] ?? '')
    return text === '' ? undefined : text
  }

  function problem(name: string, reason: string): undefined {
    const column = mapping.columns[name] ?? name
    const index = indexes.get(name)
    const value = index === undefined ? '' : (cells[index] ?? '').slice(0, SHOWN_CHARACTERS)
    problems.push({ field: name, column, value, reason })
    return undefined
  }

  /** The cell read by `read`; undefined when it is empty, or wrong, which is noted with the reason. */
  function value<T>(name: string, reason: string, read: (text: string) => T | undefined): T | undefined {
    const text = raw(name)
    if (text === undefined) return undefined
    return read(text) ?? problem(name, reason)
  }

  return {
    /** Starts the next row. */
    load(row: readonly string[]): void {
      cells = row
      problems = []
    },
    problems: (): readonly Problem[] => problems,
    problem,
    isMapped: (name: string): boolean => indexes.has(name),
    isEmpty: (name: string): boolean => raw(name) === undefined,
    value,
    longest: (name: string): number => fields.get(name)?.maxLength ?? LONGEST_TEXT,
    /** The cell `read`, which must not be empty. */
    required<T>(name: string, read: (name: string) => T | undefined): T | undefined {
      if (raw(name) === undefined) return problem(name, 'The cell is empty, but it is needed.')
      return read(name)
    },
    /** Unmapped cells by column; undefined when there are none or they are not kept. */
    attributes(): Record<string, string> | undefined {
      if (!mapping.keepsUnmapped) return undefined
      const entries = kept
        .map(({ name, index }) => [name.slice(0, 64), cleaned(cells[index] ?? '')] as const)
        .filter(([, found]) => found !== '')
      if (entries.length === 0) return undefined
      if (exceedsBytes(entries.flat().join(''), MAX_ATTRIBUTE_BYTES)) {
        return problem('attributes', 'The columns kept as attributes hold more than 2 KB.')
      }
      return Object.fromEntries(entries)
    },
  }
}

/** Reads the cells of one row after another by the names of fields, collecting what is wrong with them. */
export function createCells(format: RowFormat) {
  const { mapping } = format
  const texts = createTexts(format)
  const { value, problem } = texts
  const money = (name: string) =>
    value(name, notMoney(mapping.decimal), (text) => centsOf(text, mapping.decimal))

  return {
    ...texts,
    text: (name: string): string | undefined =>
      value(name, `Use at most ${texts.longest(name)} characters and no control characters.`, (found) =>
        found.length > texts.longest(name) || control.test(found) ? undefined : found,
      ),
    money,
    positiveMoney(name: string): Cents | undefined {
      const cents = money(name)
      return cents !== undefined && cents < 0 ? problem(name, 'The amount must not be negative.') : cents
    },
    id: (name: string): string | undefined =>
      value(name, 'Use 1 to 64 characters and no control characters.', normalisedId),
    day: (name: string): CivilDay | undefined =>
      value(name, `This is not a real day written as ${mapping.dateFormat}.`, (found) =>
        dayFrom(found, mapping.dateFormat),
      ),
    month: (name: string): Month | undefined =>
      value(name, `This is neither a month (YYYY-MM) nor a day written as ${mapping.dateFormat}.`, (found) =>
        monthFromText(found, mapping.dateFormat),
      ),
    decimal: (name: string): Decimal | undefined =>
      value(name, 'This is not a number.', (found) => usable(decimalOf(found, mapping.decimal))),
    count: (name: string): number | undefined =>
      value(name, 'Write a whole number, 0 or more.', (found) => wholeNumber(found, mapping.decimal)),
    rate: (name: string): number | undefined =>
      value(name, 'Write a share between 0 and 1, or a percentage with its sign: 0.35 or 35%.', (found) =>
        rateOf(found, mapping.decimal),
      ),
    boolean: (name: string): boolean | undefined => value(name, 'Write yes or no.', booleanOf),
    email: (name: string): string | undefined =>
      value(name, 'This is not an e-mail address.', (found) => (isEmailAddress(found) ? found : undefined)),
    choice: <T extends string>(name: string, choices: readonly T[]): T | undefined =>
      value(name, `Use one of: ${choices.join(', ')}.`, (found) => {
        const wanted = found.toLowerCase().replace(/[\s_]+/g, '-')
        return choices.find((choice) => choice === wanted)
      }),
  }
}

/** Reads cells by the names of fields. */
export type Cells = ReturnType<typeof createCells>

function notMoney(decimal: DecimalSign): string {
  return `This is not an amount with a decimal ${decimal}, or it is beyond ten billion.`
}

/** The number, unless it is too large to be stored. */
function usable(decimal: Decimal | undefined): Decimal | undefined {
  return decimal && decimal.scale <= MAX_SCALE && centsFrom(decimal) !== undefined ? decimal : undefined
}

function wholeNumber(text: string, sign: DecimalSign): number | undefined {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  const decimal = decimalOf(text, sign)
  if (!decimal || decimal.digits < 0n) return undefined
  const unit = 10n ** BigInt(decimal.scale)
  if (decimal.digits % unit !== 0n || decimal.digits / unit > BigInt(MAX_CENTS)) return undefined
  return Number(decimal.digits / unit)
}

function rateOf(text: string, sign: DecimalSign): number | undefined {
  const isPercentage = text.endsWith('%')
  const decimal = decimalOf(isPercentage ? text.slice(0, -1) : text, sign)
  if (!decimal || decimal.scale > MAX_SCALE) return undefined
  const scale = decimal.scale + (isPercentage ? 2 : 0)
  const rate = Number(`${decimal.digits}e-${scale}`)
  return rate >= 0 && rate <= 1 ? rate : undefined
}

function booleanOf(text: string): boolean | undefined {
  const word = text.toLowerCase()
  if (['true', 'yes', 'y', '1'].includes(word)) return true
  return ['false', 'no', 'n', '0'].includes(word) ? false : undefined
}
