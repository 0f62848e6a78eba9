import type { ClientId } from '#shared/kernel/ids'
import type { Profile } from './client.ts'

/** Most search words kept of one client. */
export const MAX_WORDS = 12
const LONGEST_WORD = 40

/** A text as it is searched: compatibility form, lower case, without diacritics. */
export function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ł', 'l')
    .replaceAll('ß', 'ss')
}

/** The words of a text as they are searched; letters and digits only. */
export function wordsOf(text: string): string[] {
  return folded(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 0)
    .map((word) => word.slice(0, LONGEST_WORD))
}

/** The words under which a client is found: name, e-mail local part and domain without suffix, id; at most 12. */
export function searchWords(id: ClientId, profile: Profile): string[] {
  const [local = '', domain = ''] = (profile.email ?? '').split('@')
  const withoutSuffix = domain.split('.').slice(0, -1).join(' ')
  const words = [profile.name ?? '', id, local, withoutSuffix]
    .flatMap(wordsOf)
    .filter((word) => word.length >= 2)
  return [...new Set(words)].slice(0, MAX_WORDS)
}
