import type { ProfileFields } from '#shared/client/work.schema'
import { ApiError } from '../../api/problem.ts'

/** What is typed, by field. */
export type Draft = Readonly<Record<string, string>>

/** The fields of a profile that are edited by hand. */
export const profileFields = [
  { name: 'name', title: 'Name', type: 'text' },
  { name: 'email', title: 'E-mail', type: 'email' },
  { name: 'phone', title: 'Phone', type: 'text' },
  { name: 'channel', title: 'Channel', type: 'text' },
  { name: 'region', title: 'Region', type: 'text' },
  { name: 'joinedOn', title: 'Client since', type: 'date' },
  { name: 'closedOn', title: 'Closed on', type: 'date' },
] as const

/** What is sent: only fields that differ from `was`, empty ones as null. */
export function changedFields(was: Draft, to: Draft): ProfileFields {
  const changed = Object.keys(to).filter((name) => (to[name] ?? '').trim() !== (was[name] ?? ''))
  return fieldsOf(to, changed)
}

/** Fields of a draft as the API takes them. */
export function fieldsOf(draft: Draft, names: readonly string[]): ProfileFields {
  return Object.fromEntries(
    names.map((name) => [name, (draft[name] ?? '').trim() === '' ? null : (draft[name] ?? '').trim()]),
  ) as ProfileFields // -- because the names are those of the form
}

/** What is wrong, by field; `to.email` of an edit is the field `email`. */
export function errorsOf(error: Error | null): Record<string, string> {
  if (!(error instanceof ApiError)) return {}
  return Object.fromEntries(error.issues.map(({ path, message }) => [path.replace(/^to\./, ''), message]))
}

const keyOf = (id: string): string => `client-draft:${id}`

/** An unsaved draft kept for this browser session. */
export const drafts = {
  read(id: string): Draft | undefined {
    try {
      return JSON.parse(sessionStorage.getItem(keyOf(id)) ?? 'null') as Draft | undefined
    } catch {
      return undefined
    }
  },
  keep: (id: string, draft: Draft): void => sessionStorage.setItem(keyOf(id), JSON.stringify(draft)),
  drop: (id: string): void => sessionStorage.removeItem(keyOf(id)),
}
