/** A stretch of activity in day numbers: from `from`, until the day before `to` (Infinity while it lasts). */
export interface Spell {
  readonly from: number
  readonly to: number
}

/** Spells joined where they overlap or touch, in order; empty ones are dropped. */
export function union(spells: readonly Spell[]): Spell[] {
  const ordered = spells.filter(({ from, to }) => to > from).sort((left, right) => left.from - right.from)
  const joined: Spell[] = []
  for (const spell of ordered) {
    const last = joined.at(-1)
    if (last && spell.from <= last.to)
      joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, spell.to) }
    else joined.push(spell)
  }
  return joined
}

/** What is left of ordered spells outside some stretches. */
export function without(spells: readonly Spell[], stretches: readonly Spell[]): Spell[] {
  return stretches.reduce<Spell[]>(
    (rest, { from, to }) =>
      rest.flatMap((spell) =>
        [
          { from: spell.from, to: Math.min(spell.to, from) },
          { from: Math.max(spell.from, to), to: spell.to },
        ].filter((one) => one.to > one.from),
      ),
    [...spells],
  )
}

/** Whether a day lies inside one of ordered spells. */
export function isInside(spells: readonly Spell[], day: number): boolean {
  return spells.some(({ from, to }) => from <= day && day < to)
}
