import type { ClientWithFacts } from '#shared/client/client'
import type { Fact } from '#shared/client/facts'
import { movedFact, prefixed } from '#shared/client/merge'
import type { ClientGroup, GroupReject, StatedFact } from '#shared/import/stated'
import type { ClientId } from '#shared/kernel/ids'
import type { ErasuresStore } from '#functions/store/erasures.store'
import type { MergesStore } from '#functions/store/merges.store'

const ERASED = 'This client was erased on request: nothing is kept under this id any more.'

const rowsOf = ({ profile, facts }: ClientGroup): number[] => [
  ...(profile?.rows ?? []),
  ...facts.flatMap(({ rows }) => rows),
]

/** Groups with every row of an erased client refused. The refusal does not repeat the id. */
export async function withoutErased(
  groups: readonly ClientGroup[],
  erasures: Pick<ErasuresStore, 'erasedAmong'>,
): Promise<ClientGroup[]> {
  const erased = await erasures.erasedAmong(groups.map(({ clientId }) => clientId))
  if (erased.size === 0) return [...groups]
  return groups.map((group) => {
    if (!erased.has(group.clientId)) return group
    const refused = [...new Set(rowsOf(group))].map((row): GroupReject => ({
      row,
      field: 'clientId',
      value: '',
      reason: ERASED,
    }))
    return { clientId: group.clientId, facts: [], rejects: [...group.rejects, ...refused] }
  })
}

/** A group that goes to another client than its rows name, and rows of it that say nothing there. */
export interface Redirected {
  readonly groups: ClientGroup[]
  readonly ignoredRows: number
}

/**
 * Groups of merged clients as groups of the clients they were merged into. What such a file says of the profile is passed
 * over: the survivor's own holds.
 */
export async function followingMerges(
  groups: readonly ClientGroup[],
  {
    merges,
    load,
  }: {
    merges: Pick<MergesStore, 'survivorsOf'>
    load: (id: ClientId) => Promise<ClientWithFacts | undefined>
  },
): Promise<Redirected> {
  const survivors = await merges.survivorsOf(groups.map(({ clientId }) => clientId))
  if (survivors.size === 0) return { groups: [...groups], ignoredRows: 0 }
  const byId = new Map(
    groups.filter(({ clientId }) => !survivors.has(clientId)).map((group) => [group.clientId, group]),
  )
  let ignoredRows = 0
  for (const group of groups) {
    const into = survivors.get(group.clientId)
    if (into === undefined) continue
    const there = byId.get(into) ?? { clientId: into, facts: [], rejects: [] }
    const held = [...((await load(into))?.facts ?? []), ...there.facts.map(({ fact }) => fact)]
    const moved = group.facts.flatMap((stated) => redirected(stated, group.clientId, held) ?? [])
    const kept = new Set(moved.flatMap(({ rows }) => rows))
    ignoredRows += rowsOf(group).filter((row) => !kept.has(row)).length
    byId.set(into, { ...there, facts: [...there.facts, ...moved] })
  }
  return { groups: [...byId.values()], ignoredRows }
}

function redirected(stated: StatedFact, loser: ClientId, held: readonly Fact[]): StatedFact | undefined {
  const fact = movedFact(stated.fact, loser, held)
  if (!fact) return undefined
  if (fact.fact !== 'engagement' || !stated.rowsByChannel) return { ...stated, fact }
  const names = new Set(Object.keys(fact.channels))
  const renamed = Object.entries(stated.rowsByChannel).map(([channel, rows]) => {
    const other = prefixed(loser, channel)
    return [names.has(other) ? other : channel, rows] as const
  })
  return { ...stated, fact, rowsByChannel: Object.fromEntries(renamed) }
}
