/**
 * Clients that are probably one person, found without comparing all pairs: only clients born on the same day are
 * compared, and of a day with very many clients only neighbours in name order. The work grows with the clients, not with
 * their square.
 */
import { folded } from '#shared/client/words'
import { groupedBy } from '#shared/import/grouped'
import type { MatchKey } from './finding.ts'

/** Clients of one birth date that are still compared pair by pair. */
export const LARGEST_BLOCK = 60
/** Neighbours looked at on each side in a larger block. */
export const NEIGHBOURS = 12

/** A name as it is compared: folded, its words in alphabetical order. */
export function comparableName(name: string): string {
  return folded(name)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .sort()
    .join(' ')
}

/**
 * Edits between two texts (insert, remove, replace, swap neighbours), or `most + 1` where there are more: optimal string
 * alignment, row by row, given up as soon as a whole row is beyond.
 */
export function edits(left: string, right: string, most: number): number {
  const a = [...left]
  const b = [...right]
  if (Math.abs(a.length - b.length) > most) return most + 1
  let before: number[] = []
  let above = b.map((_, index) => index + 1)
  above.unshift(0)
  for (let row = 1; row <= a.length; row++) {
    const now = [row]
    let least = row
    for (let column = 1; column <= b.length; column++) {
      const isSame = a[row - 1] === b[column - 1]
      let cost = Math.min(
        (above[column] ?? 0) + 1,
        (now[column - 1] ?? 0) + 1,
        (above[column - 1] ?? 0) + (isSame ? 0 : 1),
      )
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1])
        cost = Math.min(cost, (before[column - 2] ?? 0) + 1)
      now.push(cost)
      if (cost < least) least = cost
    }
    if (least > most) return most + 1
    before = above
    above = now
  }
  return above[b.length] ?? most + 1
}

/** Whether two comparable names differ, but by no more than a slip: two edits, one where a name is short. */
export function isNear(left: string, right: string): boolean {
  if (left === right) return false
  const shorter = Math.min(left.length, right.length)
  const most = shorter < 8 ? 1 : 2
  if (shorter < 4) return false
  return edits(left, right, most) <= most
}

/** Clients found together: equal e-mails, the same person, or nearly the same name. */
export interface Match {
  readonly by: 'email' | 'person' | 'near'
  readonly members: readonly MatchKey[]
}

/** The groups among the clients of one key. */
export function matchesOf(keys: readonly MatchKey[]): Match[] {
  const [first] = keys
  if (!first || keys.length < 2) return []
  if (first.by === 'email') return [{ by: 'email', members: keys }]
  const byName = groupedBy(keys, ({ name = '' }) => name)
  const same = [...byName.values()].filter((members) => members.length > 1)
  return [...same.map((members) => ({ by: 'person', members }) as const), ...nearMatches(byName)]
}

function nearMatches(byName: ReadonlyMap<string, readonly MatchKey[]>): Match[] {
  const names = [...byName.keys()].filter((name) => name !== '').sort()
  const reach = names.length <= LARGEST_BLOCK ? names.length : NEIGHBOURS
  const group = new Map<string, string[]>()
  names.forEach((name, index) => {
    for (const other of names.slice(index + 1, index + 1 + reach)) {
      if (!isNear(name, other)) continue
      const joined = [...new Set([...(group.get(name) ?? [name]), ...(group.get(other) ?? [other])])]
      for (const one of joined) group.set(one, joined)
    }
  })
  const groups = [...new Set(group.values())]
  return groups.map((some) => ({ by: 'near', members: some.flatMap((name) => byName.get(name) ?? []) }))
}
