/** Everything held about one client, as one document: what a person may ask for, and what is erased on request. */
import { safeCell } from '#shared/import/rejected-csv'
import type { Client } from './client.ts'
import type { Fact } from './facts.ts'
import type { ClientAction, ClientNote } from './work.schema.ts'

/** Everything held about one client. */
export interface Dossier {
  readonly client: Pick<
    Client,
    'id' | 'profile' | 'tags' | 'mergedFrom' | 'summary' | 'score' | 'previous' | 'live'
  >
  readonly facts: readonly Fact[]
  readonly notes: readonly ClientNote[]
  readonly actions: readonly ClientAction[]
  /** Anything else kept with the client, such as earlier scores, as it is stored. */
  readonly other: readonly Readonly<Record<string, unknown>>[]
}

/** A dossier as CSV: one line for each value, with the record it belongs to. */
export function dossierCsv({ client, facts, notes, actions, other }: Dossier): string {
  const lines: string[] = ['"record","id","day","field","value"\r\n']
  const add = (record: string, id: string, day: string, content: unknown) => {
    for (const [field, value] of flattened(content))
      lines.push(`${[record, id, day, field, value].map(safeCell).join(',')}\r\n`)
  }
  add('client', client.id, '', client)
  for (const fact of facts) add(fact.fact, 'id' in fact ? fact.id : '', dayOfFact(fact), fact)
  for (const note of notes) add('note', note.id, note.at.slice(0, 10), note)
  for (const action of actions) add('action', action.id, action.createdAt.slice(0, 10), action)
  for (const item of other) add(String(item['kind'] ?? 'other'), String(item['sk'] ?? ''), '', item)
  return lines.join('')
}

function dayOfFact(fact: Fact): string {
  if (fact.fact === 'engagement') return fact.month
  return fact.fact === 'holding' ? fact.openedOn : fact.day
}

/** Every single value with its path. */
function flattened(value: unknown, path = ''): [string, string][] {
  if (value === null || value === undefined) return []
  if (typeof value !== 'object') return [[path, String(value as string | number | boolean)]]
  return Object.entries(value).flatMap(([name, inner]) =>
    flattened(inner, path === '' ? name : `${path}.${name}`),
  )
}
