/** The one interpreter of simple rules: conditions on the fields of a flat record. */
import type { Condition, SimpleCheck } from './rule.ts'
import { isEmailAddress } from './predicates.ts'

/** A value of a field; undefined is blank. */
export type Cell = string | number | boolean | undefined

/** A record: its fields by name, and where it comes from. */
export interface Row {
  readonly id: string
  readonly clientId?: string
  /** The import that last wrote it, or `live`. */
  readonly source: string
  readonly fields: Readonly<Record<string, Cell>>
}

type Test = (fields: Row['fields']) => boolean

const isBlank = (cell: Cell): boolean =>
  cell === undefined || (typeof cell === 'string' && cell.trim() === '')

/** A condition as a function of a record's fields. A comparison with something blank never holds. */
export function compiledCondition({ field, operator, value, other }: Condition): Test {
  const right = (fields: Row['fields']): Cell => (other === undefined ? value : fields[other])
  const both = (compare: (a: NonNullable<Cell>, b: NonNullable<Cell>) => boolean): Test => {
    return (fields) => {
      const a = fields[field]
      const b = right(fields)
      return a !== undefined && b !== undefined && !isBlank(a) && !isBlank(b) && compare(a, b)
    }
  }
  const texts = (compare: (a: string, b: string) => boolean): Test =>
    both((a, b) => compare(String(a).toLowerCase(), String(b).toLowerCase()))
  switch (operator) {
    case 'is-blank':
      return (fields) => isBlank(fields[field])
    case 'is-filled':
      return (fields) => !isBlank(fields[field])
    case 'equals':
      return both((a, b) => a === b)
    case 'differs':
      return both((a, b) => a !== b)
    case 'below':
      return both((a, b) => a < b)
    case 'above':
      return both((a, b) => a > b)
    case 'at-most':
      return both((a, b) => a <= b)
    case 'at-least':
      return both((a, b) => a >= b)
    case 'contains':
      return texts((a, b) => a.includes(b))
    case 'starts-with':
      return texts((a, b) => a.startsWith(b))
    case 'ends-with':
      return texts((a, b) => a.endsWith(b))
    case 'is-no-email':
      return (fields) => !isBlank(fields[field]) && !isEmailAddress(String(fields[field]))
  }
}

/** What a simple check says of a record. */
export type Verdict = 'not-evaluated' | 'passed' | 'failed'

/** A simple check as a function of a record. */
export function compiledCheck({ filter, failsWhen }: SimpleCheck): (fields: Row['fields']) => Verdict {
  const filters = filter.map(compiledCondition)
  const faults = failsWhen.map(compiledCondition)
  return (fields) => {
    for (const test of filters) if (!test(fields)) return 'not-evaluated'
    for (const test of faults) if (!test(fields)) return 'passed'
    return 'failed'
  }
}
