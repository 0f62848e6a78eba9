/**
 * Merging of duplicates: how the facts of one client (the loser) become facts of another (the survivor), and back. Ids
 * that both have get the loser's id as prefix; every fact that moved carries `from`, so that a merge can be reverted.
 */
import type { ClientId } from '#shared/kernel/ids'
import type { Fact } from './facts.ts'

/** A fact's id as it stands with the survivor when the survivor has one of that id itself. */
export const prefixed = (loser: ClientId, id: string): string => `${loser}/${id}`

const identified = (fact: Fact): fact is Extract<Fact, { id: string }> => 'id' in fact

/** Whether the survivor's own facts (not those that came from the loser) already use this id. */
function isTaken(fact: Extract<Fact, { id: string }>, loser: ClientId, held: readonly Fact[]): boolean {
  return held.some(
    (one) => one.fact === fact.fact && identified(one) && one.id === fact.id && one.from !== loser,
  )
}

/**
 * A fact of the loser as a fact of the survivor; undefined for what cannot stand beside the survivor's own (a status of the
 * same day): that stays with the loser.
 *
 * @param held  the survivor's facts
 */
export function movedFact(fact: Fact, loser: ClientId, held: readonly Fact[]): Fact | undefined {
  if (fact.fact === 'status') {
    const isOwn = held.some((one) => one.fact === 'status' && one.day === fact.day && one.from !== loser)
    return isOwn ? undefined : { ...fact, from: loser }
  }
  if (fact.fact === 'engagement') {
    const month = held.find((one) => one.fact === 'engagement' && one.month === fact.month)
    const own = month?.fact === 'engagement' ? month.channels : {}
    const moved = Object.entries(fact.channels).map(([channel, counts]) => {
      const there = own[channel]
      const name = there && there.from !== loser ? prefixed(loser, channel) : channel
      return [name, { ...counts, from: loser }]
    })
    return { ...fact, channels: { ...own, ...Object.fromEntries(moved) } }
  }
  const isOwn = isTaken(fact, loser, held)
  return { ...fact, id: isOwn ? prefixed(loser, fact.id) : fact.id, from: loser }
}

/** A survivor's fact split into what came from the loser (as it was) and what is the survivor's own. */
export function splitFact(fact: Fact, loser: ClientId): { back?: Fact; kept?: Fact } {
  const original = (name: string) =>
    name.startsWith(prefixed(loser, '')) ? name.slice(loser.length + 1) : name
  if (fact.fact === 'engagement') {
    const entries = Object.entries(fact.channels)
    const back = entries.filter(([, counts]) => counts.from === loser)
    const kept = entries.filter(([, counts]) => counts.from !== loser)
    const withoutFrom = back.map(([name, { from: _, ...counts }]) => [original(name), counts])
    return {
      ...(back.length > 0 ? { back: { ...fact, channels: Object.fromEntries(withoutFrom) } } : {}),
      ...(kept.length > 0 ? { kept: { ...fact, channels: Object.fromEntries(kept) } } : {}),
    }
  }
  if (fact.from !== loser) return { kept: fact }
  const { from: _, ...own } = fact
  return { back: ('id' in own ? { ...own, id: original(own.id) } : own) as Fact }
}
