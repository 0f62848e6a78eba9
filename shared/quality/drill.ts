/** The planted-fault drill: what the demonstration hid, and what the rules found of it. */
import { groupedBy } from '#shared/import/grouped'
import type { FailingRow } from './finding.ts'

/** Which rule has to find which kind of planted fault. */
export const ruleOfFault: Readonly<Record<string, string>> = {
  'transaction-after-closing': 'transaction-after-closing',
  'transaction-before-joining': 'transaction-before-joining',
  'negative-price': 'transaction-price-negative',
  'zero-amount': 'transaction-amount-zero',
  'booked-twice': 'transaction-booked-twice',
  'amount-outlier': 'transaction-amount-outlier',
  'amount-mismatch': 'transaction-amount-mismatch',
  'orphan-product': 'transaction-product-unknown',
  'orphan-client': 'transaction-client-unknown',
  'opened-before-joining': 'holding-before-joining',
  'engagement-gap': 'engagement-gap',
  'impossible-active-days': 'engagement-days-impossible',
  'spend-gap': 'spend-gap',
  'duplicate-email': 'client-email-duplicate',
  'same-person': 'client-person-duplicate',
  'near-name': 'client-name-near',
  'missing-name': 'client-name-missing',
  'misspelled-email': 'client-email-misspelled',
  'birth-date-implausible': 'client-birth-implausible',
  'born-after-joining': 'client-born-after-joining',
  'misspelled-channel': 'client-channel-misspelled',
  'closed-without-day': 'client-closed-without-day',
}

/** A planted fault as the demonstration remembers it. */
export interface Planted {
  readonly kind: string
  readonly says: string
  readonly ids: readonly string[]
}

/** Planted and found of one kind. */
export interface DrillRow {
  readonly kind: string
  readonly says: string
  readonly rule: string
  readonly planted: number
  readonly found: number
  readonly missed: readonly string[]
  /** Found by the rule without being planted. */
  readonly falseAlarms: readonly string[]
}

/** The drill: one row for each kind, and what rules without a planted fault found. */
export interface Drill {
  readonly rows: readonly DrillRow[]
  readonly others: readonly {
    readonly rule: string
    readonly count: number
    readonly sample: readonly string[]
  }[]
  readonly recall: number
}

/** The id a planted fault goes by: of a line, its transaction's. */
const plantedId = (subject: string): string =>
  /^[A-Z]-\d+-\d+\/\d+$/.test(subject) ? subject.slice(0, subject.indexOf('/')) : subject

/** Compares what was planted with the failing rows of a scan. */
export function drillOf(planted: readonly Planted[], failing: readonly FailingRow[]): Drill {
  const byRule = groupedBy(failing, ({ rule }) => rule)
  const subjectsOf = (rule: string) =>
    new Set((byRule.get(rule) ?? []).map(({ subject }) => plantedId(subject)))
  const rows = planted.map(({ kind, says, ids }): DrillRow => {
    const rule = ruleOfFault[kind] ?? kind
    const found = subjectsOf(rule)
    return {
      kind,
      says,
      rule,
      planted: ids.length,
      found: ids.filter((id) => found.has(id)).length,
      missed: ids.filter((id) => !found.has(id)),
      falseAlarms: [...found].filter((id) => !ids.includes(id)),
    }
  })
  const known = new Set(rows.map(({ rule }) => rule))
  const others = [...byRule]
    .filter(([rule]) => !known.has(rule))
    .map(([rule, some]) => ({
      rule,
      count: some.length,
      sample: some.slice(0, 5).map(({ subject }) => subject),
    }))
  const all = rows.reduce((sum, row) => sum + row.planted, 0)
  const found = rows.reduce((sum, row) => sum + row.found, 0)
  return { rows, others, recall: all === 0 ? 1 : found / all }
}
