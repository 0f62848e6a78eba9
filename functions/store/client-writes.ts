import { type Client, clientChangedMeanwhile, type ClientWithFacts, listStatus } from '#shared/client/client'
import { summaryOf } from '#shared/client/change'
import { factIdentity } from '#shared/client/facts'
import { searchWords } from '#shared/client/words'
import { addFlows, type Flows, flowsOf, movement } from '#shared/portfolio/flows'
import { isEqual } from './equal.ts'
import { clientItem, factItems, factsOf } from './items.ts'
import { changedWrite } from './changed.store.ts'
import { tokenKey, unescaped } from './keys.ts'
import { historyWrites } from './score-writes.ts'
import { type Item, MAX_ACTIONS, MAX_TRANSACTION_BYTES } from './table.ts'
import type { NamedWrite } from './transaction.ts'

/** A client before (absent when new) and after, each with all its facts. */
export interface ClientChange {
  readonly before: ClientWithFacts | undefined
  readonly after: ClientWithFacts
}

/** One save of one client: complete in itself, at most about a transaction's worth of actions. */
export interface ClientSave {
  readonly clientId: string
  readonly writes: readonly NamedWrite[]
  /** What the writes weigh, a little more than DynamoDB counts. */
  readonly bytes: number
  readonly flows: Flows
  /** How the number of clients per status moves. */
  readonly statuses: ReadonlyMap<string, number>
  /** Runs for which this is the client's first change since. */
  readonly marks: readonly string[]
  /** Whether facts or profile change (a new score alone does not). */
  readonly isContent: boolean
}

// Most facts tried in one save: the client, its search words and the flows want room too.
const FACT_GROUPS = 64
// Room for the markers of a batch.
const MARKER_ACTIONS = 2
// Two keys of 64 characters with their prefixes, at most three bytes each.
const BYTES_OF_A_KEY = 500
const clientIsUnchanged = 'version = :expected'
const clientIsNew = 'attribute_not_exists(pk)'

interface Group {
  readonly puts: Item[]
  readonly deletes: Item[]
}

/** The saves that turn `before` into `after`, in order; empty when nothing differs. */
export function savesOf(change: ClientChange, context: SaveContext): ClientSave[] {
  const { before, after } = change
  // A run changes scores only and hands the same facts back.
  const hasSameFacts = before !== undefined && before.facts === after.facts
  const held = hasSameFacts ? new Map<string, Item>() : itemsOf(before)
  const groups = hasSameFacts ? [] : groupsOf(change, held)
  const isSame = before !== undefined && groups.length === 0 && sameClient(before.client, after.client)
  if (isSame) return []
  if (hasSameFacts && isEqual(before.client.profile, after.client.profile))
    return [scoreSave(before, after, context)]
  if (hasSameFacts) return savesOf({ before, after: { ...after, facts: [...after.facts] } }, context)
  const saves: ClientSave[] = []
  let current = before
  let next = 0
  do {
    const counted = saves.length === 0 ? context : { ...context, changedFor: context.runs }
    const { save, target, taken } = largestSave(current, after, {
      groups: groups.slice(next),
      held,
      context: counted,
    })
    for (const { puts, deletes } of groups.slice(next, next + taken)) apply(held, puts, deletes)
    saves.push(save)
    current = target
    next += taken
  } while (next < groups.length)
  return saves
}

/** A save that changes what is said of a client, not what is known: no fact, no flow, no word moves. */
function scoreSave(before: ClientWithFacts, after: ClientWithFacts, context: SaveContext): ClientSave {
  const client = { ...after.client, version: before.client.version + 1, summary: before.client.summary }
  return saveOf({ before, after: { client, facts: before.facts } }, [], context)
}

interface Pending {
  readonly groups: readonly Group[]
  readonly held: ReadonlyMap<string, Item>
  readonly context: SaveContext
}

/** The save of as many of the pending groups as fit into one transaction with the flows they move. */
function largestSave(current: ClientWithFacts | undefined, after: ClientWithFacts, pending: Pending) {
  let taken = Math.min(pending.groups.length, FACT_GROUPS)
  for (;;) {
    const chunk = pending.groups.slice(0, taken)
    const held = new Map(pending.held)
    for (const { puts, deletes } of chunk) apply(held, puts, deletes)
    const target = stateAfter(current, after, held)
    const save = saveOf({ before: current, after: target }, chunk, pending.context)
    if (taken === 0 && current && sameClient(current.client, after.client))
      throw new Error('Impossible: one part of one fact does not fit into a transaction')
    const isSmall = actionsOf([save]) + MARKER_ACTIONS <= MAX_ACTIONS && save.bytes <= MAX_TRANSACTION_BYTES
    if (taken === 0 || isSmall) return { save, target, taken }
    // One part that moves with a profile may be too much for one transaction: then the profile goes first, alone.
    taken = Math.floor(taken / 2)
  }
}

function apply(held: Map<string, Item>, puts: readonly Item[], deletes: readonly Item[]): void {
  for (const item of deletes) held.delete(item.sk)
  for (const item of puts) held.set(item.sk, item)
}

/** What a save needs to know beside the client. */
export interface SaveContext {
  readonly shards: number
  /** Runs that a change is counted for: the current one and one in progress. */
  readonly runs: readonly string[]
  /** Runs the client was already counted for. */
  readonly changedFor: readonly string[]
  /** The hour under which a changed client is named for the light scan; absent: nobody is named. */
  readonly hour?: string
}

function itemsOf(aggregate: ClientWithFacts | undefined): Map<string, Item> {
  const items = (aggregate?.facts ?? []).flatMap((fact) => factItems(aggregate?.client.id ?? '', fact))
  return new Map(items.map((item) => [item.sk, item]))
}

/** Writes and removals of one part of one fact stay together; surplus parts go last. */
function groupsOf({ before, after }: ClientChange, held: ReadonlyMap<string, Item>): Group[] {
  const id = after.client.id
  const wanted = new Map(after.facts.map((fact) => [factIdentity(fact), factItems(id, fact)]))
  const groups: Group[] = []
  const surplus: Group[] = []
  const replaced = new Set<string>()
  const oldByIdentity = new Map(
    (before?.facts ?? []).map((fact) => [factIdentity(fact), factItems(id, fact)]),
  )
  for (const [identity, items] of wanted) {
    const old = oldByIdentity.get(identity) ?? []
    items.forEach((item, part) => {
      const was = old[part]
      const moved = was && was.sk !== item.sk ? [was] : []
      moved.forEach((one) => replaced.add(one.sk))
      if (moved.length > 0 || !isEqual(held.get(item.sk), item)) groups.push({ puts: [item], deletes: moved })
    })
  }
  const kept = new Set([...wanted.values()].flat().map((item) => item.sk))
  for (const item of held.values())
    if (!kept.has(item.sk) && !replaced.has(item.sk)) surplus.push({ puts: [], deletes: [item] })
  return [...groups, ...surplus]
}

function stateAfter(
  current: ClientWithFacts | undefined,
  after: ClientWithFacts,
  held: ReadonlyMap<string, Item>,
): ClientWithFacts {
  const facts = factsOf(held.values())
  const version = (current?.client.version ?? 0) + 1
  const changedFor = current?.client.changedFor
  return {
    client: {
      ...after.client,
      version,
      summary: summaryOf(facts, held.size),
      ...(changedFor ? { changedFor } : {}),
    },
    facts,
  }
}

function saveOf(
  change: { before: ClientWithFacts | undefined; after: ClientWithFacts },
  groups: readonly Group[],
  context: SaveContext,
): ClientSave {
  const { before, after } = change
  const isContent =
    before === undefined || groups.length > 0 || !isEqual(before.client.profile, after.client.profile)
  const marks = isContent ? context.runs.filter((run) => !context.changedFor.includes(run)) : []
  const changedFor = isContent ? [...context.runs] : [...context.changedFor]
  const writes: NamedWrite[] = [
    putClient(before?.client, clientItem(after.client, context.shards, changedFor)),
    ...tokenWrites(before?.client, after.client),
    ...historyWrites(before?.client, after.client, context.runs),
    ...(isContent && context.hour !== undefined
      ? [changedWrite(after.client.id, context.hour, context.shards)]
      : []),
    ...groups.flatMap(({ puts, deletes }) => [
      ...deletes.map((item) => ({ Delete: { Key: { pk: item.pk, sk: item.sk } } })),
      ...puts.map((item) => ({ Put: { Item: item } })),
    ]),
  ]
  const statuses = new Map<string, number>()
  const count = (status: string, by: number) => statuses.set(status, (statuses.get(status) ?? 0) + by)
  if (before) count(listStatus(before.client), -1)
  count(listStatus(after.client), 1)
  return {
    clientId: after.client.id,
    writes,
    bytes: writes.reduce((sum, { Put }) => sum + (Put ? bytesOf(Put.Item) : BYTES_OF_A_KEY), 0),
    flows:
      before?.facts === after.facts && !isContent ? new Map() : movement(flowsOf(before), flowsOf(after)),
    statuses: new Map([...statuses].filter(([, by]) => by !== 0)),
    marks,
    isContent,
  }
}

const bytesOf = (item: Record<string, unknown>): number => Buffer.byteLength(JSON.stringify(item))

export function putClient(before: Client | undefined, item: Item): NamedWrite {
  const id = unescaped(item.pk.slice('CLIENT#'.length))
  return before === undefined
    ? {
        Put: { Item: item, ConditionExpression: clientIsNew },
        condition: () => clientChangedMeanwhile(id),
      }
    : {
        Put: {
          Item: item,
          ConditionExpression: clientIsUnchanged,
          ExpressionAttributeValues: { ':expected': before.version },
        },
        condition: () => clientChangedMeanwhile(id),
      }
}

export function tokenWrites(before: Client | undefined, after: Client): NamedWrite[] {
  const old = new Set(before ? searchWords(before.id, before.profile) : [])
  const wanted = new Set(searchWords(after.id, after.profile))
  return [
    ...[...old]
      .filter((word) => !wanted.has(word))
      .map((word) => ({ Delete: { Key: { ...tokenKey(word, after.id) } } })),
    ...[...wanted]
      .filter((word) => !old.has(word))
      .map((word) => ({ Put: { Item: { ...tokenKey(word, after.id), kind: 'token', id: after.id } } })),
  ]
}

/** Packs saves of small clients into transactions; a client's own saves stay in order, one per transaction. */
export function packed(saves: readonly (readonly ClientSave[])[], reserve: number): ClientSave[][] {
  const transactions: ClientSave[][] = []
  let open: ClientSave[] = []
  const fits = (save: ClientSave) =>
    actionsOf([...open, save]) + reserve <= MAX_ACTIONS &&
    open.reduce((sum, { bytes }) => sum + bytes, save.bytes) <= MAX_TRANSACTION_BYTES
  for (const ofClient of saves) {
    for (const [index, save] of ofClient.entries()) {
      if (open.length > 0 && (index > 0 || !fits(save))) {
        transactions.push(open)
        open = []
      }
      open.push(save)
    }
  }
  if (open.length > 0) transactions.push(open)
  return transactions
}

/** Actions of one transaction over these saves: their writes, each flow once, status counts and version. */
export function actionsOf(saves: readonly ClientSave[]): number {
  const flows = new Set(saves.flatMap((save) => [...save.flows.keys()]))
  return saves.reduce((sum, save) => sum + save.writes.length, 0) + flows.size + 2
}

/** The flows of several saves together. */
export function flowsTogether(saves: readonly ClientSave[]): Map<string, Map<string, number>> {
  const sum = new Map<string, Map<string, number>>()
  for (const save of saves) addFlows(sum, save.flows)
  return sum
}

function sameClient(before: Client, after: Client): boolean {
  const content = ({ profile, channelKey, score, previous, live, tags, mergedFrom }: Client) => ({
    tags,
    mergedFrom,
    profile,
    channelKey,
    score,
    previous,
    live,
  })
  return isEqual(content(before), content(after))
}
