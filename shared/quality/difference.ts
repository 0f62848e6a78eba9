/** What a correction changes, row by row and field by field. */
import type { ClientWithFacts } from '#shared/client/client'
import type { Cell, Row } from './interpreter.ts'
import { type QualityWorld, rowsOf } from './rows.ts'

/** A field that becomes another, or a row that goes. */
export interface RowChange {
  readonly clientId: string
  readonly what: 'client' | 'line' | 'holding' | 'engagement'
  readonly subject: string
  /** Absent where the whole row goes or comes. */
  readonly field?: string
  readonly before: string | null
  readonly after: string | null
}

const own = (field: string): boolean => !field.includes('.') && field !== 'today' && field !== 'thisMonth'
const derived = new Set(['orders', 'revenue', 'firstActivityOn', 'lastActivityOn'])
const text = (cell: Cell): string | null => (cell === undefined ? null : String(cell))

/** The differences between a client before and after. */
export function differences(
  before: ClientWithFacts,
  after: ClientWithFacts,
  world: QualityWorld,
): RowChange[] {
  const [from, to] = [rowsOf(before, world), rowsOf(after, world)]
  const clientId = before.client.id
  return (['client', 'line', 'holding', 'engagement'] as const).flatMap((what) => {
    const key = ({ id, fields }: Row) => (what === 'engagement' ? `${id}/${String(fields['channel'])}` : id)
    const left = new Map(from[what].map((row) => [key(row), row]))
    const right = new Map(to[what].map((row) => [key(row), row]))
    return [...new Set([...left.keys(), ...right.keys()])].flatMap((id): RowChange[] => {
      const [was, is] = [left.get(id), right.get(id)]
      const base = { clientId, what, subject: (was ?? is)?.id ?? id }
      if (!was || !is) return [{ ...base, before: was ? summary(was) : null, after: is ? summary(is) : null }]
      const fields = [...new Set([...Object.keys(was.fields), ...Object.keys(is.fields)])]
      return fields
        .filter((field) => own(field) && !derived.has(field) && was.fields[field] !== is.fields[field])
        .map((field) => ({ ...base, field, before: text(was.fields[field]), after: text(is.fields[field]) }))
    })
  })
}

function summary({ fields }: Row): string {
  return Object.entries(fields)
    .filter(([field, cell]) => own(field) && cell !== undefined)
    .map(([field, cell]) => `${field} ${String(cell)}`)
    .join(', ')
}
