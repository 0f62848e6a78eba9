import { activityOf, type Known, type ScoreChange } from '#shared/client/activity'
import { clientNotFound } from '#shared/client/client'
import type { Dossier } from '#shared/client/dossier'
import { movedFact } from '#shared/client/merge'
import type { ActivityKind, ActivityPage, MergePreview } from '#shared/client/work.schema'
import { MICRO } from '#shared/kernel/money'
import { headOf, isFact } from '#functions/store/client-rewrite'
import { clientOf, factsOf } from '#functions/store/items'
import type { Item } from '#functions/store/table'
import { actionOf, noteOf, type WorkStore } from '#functions/store/work.store'

type Stores = { readonly work: Pick<WorkStore, 'partition'> }

async function partitionOf({ work }: Stores, id: string): Promise<{ head: Item; items: Item[] }> {
  const items = await work.partition(id)
  const head = headOf(items)
  if (head?.['kind'] !== 'client') throw clientNotFound(id)
  return { head, items }
}

const ofKind = (items: readonly Item[], kind: string) => items.filter((item) => item['kind'] === kind)

function knownOf(items: readonly Item[]): Known {
  return {
    facts: factsOf(items),
    notes: ofKind(items, 'note').map(noteOf),
    actions: ofKind(items, 'action').map(actionOf),
    scores: items.filter(({ sk }) => sk.startsWith('SCORE#')).map(scoreChange),
  }
}

/** An entry of the score's history, told by whatever it holds. */
function scoreChange(item: Item): ScoreChange {
  const score = (item['score'] ?? item) as Record<string, unknown>
  const health = typeof score['health'] === 'number' ? `health ${score['health']}` : undefined
  const churn =
    typeof score['churnMicro'] === 'number'
      ? `churn within 90 days ${Math.round((100 * score['churnMicro']) / MICRO)}%`
      : undefined
  const segment = typeof score['segment'] === 'string' ? `segment ${score['segment']}` : undefined
  return {
    key: `score#${item.sk}`,
    day: item.sk.split('#')[1] ?? '',
    text: [health, segment, churn].filter(Boolean).join(', '),
  }
}

/** A page of a client's timeline, with how many entries of each kind there are. */
export async function readActivity(
  stores: Stores,
  id: string,
  { kinds, limit, after }: { kinds: readonly ActivityKind[]; limit: number; after: string | undefined },
): Promise<Omit<ActivityPage, 'next'> & { last: string | undefined }> {
  const { items } = await partitionOf(stores, id)
  const all = activityOf(knownOf(items))
  const counts: Record<string, number> = {}
  for (const { kind } of all) counts[kind] = (counts[kind] ?? 0) + 1
  const wanted = kinds.length === 0 ? all : all.filter(({ kind }) => kinds.includes(kind))
  const placeOf = ({ day, key }: { day: string; key: string }) => `${day}|${key}`
  const start = after === undefined ? 0 : 1 + wanted.findIndex((one) => placeOf(one) === after)
  // The entry one stopped at may be gone by now: then on from the first one that is older.
  const from =
    start > 0 || after === undefined
      ? start
      : wanted.findIndex(({ day }) => day < (after.split('|')[0] ?? '')) >>> 0
  const page = wanted.slice(from, from + limit)
  const last = page.at(-1)
  return {
    items: page,
    total: wanted.length,
    counts,
    last: last && from + limit < wanted.length ? placeOf(last) : undefined,
  }
}

/** Everything held about a client. */
export async function readDossier(stores: Stores, id: string): Promise<Dossier> {
  const { head, items } = await partitionOf(stores, id)
  const { facts, notes, actions } = knownOf(items)
  const { profile, tags, mergedFrom, summary, score, previous, live } = clientOf(head)
  const known = ['client', 'note', 'action']
  return {
    client: {
      id,
      profile,
      summary,
      ...(tags ? { tags } : {}),
      ...(mergedFrom ? { mergedFrom } : {}),
      ...(score ? { score } : {}),
      ...(previous ? { previous } : {}),
      ...(live ? { live } : {}),
    },
    facts,
    notes,
    actions,
    other: items
      .filter((item) => !isFact(item) && !known.includes(String(item['kind'])))
      .map(({ pk: _, ...item }) => item),
  }
}

/** What a merge would move. */
export async function previewMerge(stores: Stores, loser: string, survivor: string): Promise<MergePreview> {
  const [from, into] = await Promise.all([partitionOf(stores, loser), partitionOf(stores, survivor)])
  const held = factsOf(into.items)
  const facts = factsOf(from.items)
  const moved = facts.map((fact) => ({ fact, as: movedFact(fact, loser, held) }))
  const titles = {
    order: 'Orders',
    holding: 'Products held',
    engagement: 'Months of engagement',
    event: 'Events',
    status: 'Status changes',
  }
  const [one, other] = [clientOf(from.head), clientOf(into.head)]
  const side = ({ id, profile }: typeof one, head: Item) => ({
    id,
    name: profile.name ?? null,
    status: String((head['card'] as { st?: string } | undefined)?.st ?? ''),
  })
  return {
    loser: side(one, from.head),
    survivor: side(other, into.head),
    moves: [
      ...Object.entries(titles).map(([kind, what]) => ({
        what,
        count: moved.filter(({ fact, as }) => fact.fact === kind && as).length,
      })),
      { what: 'Notes', count: ofKind(from.items, 'note').length },
      { what: 'Actions', count: ofKind(from.items, 'action').length },
    ].filter(({ count }) => count > 0),
    renamed: moved.filter(({ fact, as }) => as && 'id' in fact && 'id' in as && fact.id !== as.id).length,
    staying: moved.filter(({ as }) => !as).length,
    notTaken: Object.entries(one.profile)
      .filter(
        ([name, value]) =>
          value !== undefined && name !== 'source' && name !== 'isPlaceholder' && !(name in other.profile),
      )
      .map(([name]) => name),
  }
}
