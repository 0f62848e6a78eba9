import { invalidInput } from '#shared/kernel/errors'

/** Most tags of one client. */
export const MAX_TAGS = 10
/** Longest tag, in characters. */
export const MAX_TAG_LENGTH = 24

/** A tag as stored: trimmed, lower case, without commas; undefined when nothing is left or it is too long. */
export function normalisedTag(text: string): string | undefined {
  const tag = text.trim().normalize('NFC').toLowerCase().replace(/\s+/gu, ' ')
  if (tag === '' || tag.length > MAX_TAG_LENGTH || /[,\\\u0000-\u001f\u007f]/u.test(tag)) return undefined
  return tag
}

/**
 * The tags of a client after adding and removing some, in alphabetical order.
 *
 * @throws DomainError `tags.too-many` beyond ten
 */
export function tagsAfter(
  tags: readonly string[],
  { add = [], remove = [] }: { add?: readonly string[]; remove?: readonly string[] },
): string[] {
  const after = [...new Set([...tags.filter((tag) => !remove.includes(tag)), ...add])].sort()
  if (after.length > MAX_TAGS)
    throw invalidInput('tags.too-many', `A client carries at most ${MAX_TAGS} tags. Remove one first.`)
  return after
}
