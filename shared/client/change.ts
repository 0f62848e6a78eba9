import type { ClientId } from '#shared/kernel/ids'
import { channelKeyOf, type Client, type ClientWithFacts, type Profile, type Summary } from './client.ts'
import { type Fact, factIdentity, isOwnAction, revenueOf } from './facts.ts'

/** What shall change of a client: its profile, facts written (new or instead of the same identity), facts removed. */
export interface Revision {
  readonly profile?: Profile
  readonly put?: readonly Fact[]
  /** Identities, as `factIdentity` gives them. */
  readonly remove?: readonly string[]
  /** Channels registered so far: decides the key under which the client is counted. */
  readonly channels: readonly string[]
}

/** What the facts of a client add up to. `items` is filled in by the store, which knows how they are cut. */
export function summaryOf(facts: readonly Fact[], items: number): Summary {
  let orders = 0
  let revenueCents = 0
  let firstOwnDay: string | undefined
  let lastOwnDay: string | undefined
  let firstPurchaseDay: string | undefined
  const held = new Set<string>()
  for (const fact of facts) {
    if (fact.fact === 'holding' && fact.closedOn === undefined) held.add(fact.productId)
    if (fact.fact !== 'order') continue
    orders += 1
    for (const line of fact.lines) {
      revenueCents += revenueOf(line)
      if (!isOwnAction(line)) continue
      if (firstOwnDay === undefined || fact.day < firstOwnDay) firstOwnDay = fact.day
      if (lastOwnDay === undefined || fact.day > lastOwnDay) lastOwnDay = fact.day
      if (line.kind !== 'purchase') continue
      if (firstPurchaseDay === undefined || fact.day < firstPurchaseDay) firstPurchaseDay = fact.day
    }
  }
  return {
    items,
    orders,
    revenueCents,
    ...(firstOwnDay === undefined ? {} : { firstOwnDay }),
    ...(lastOwnDay === undefined ? {} : { lastOwnDay }),
    ...(firstPurchaseDay === undefined ? {} : { firstPurchaseDay }),
    ...(held.size === 0 ? {} : { held: [...held].sort() }),
  }
}

/** A client nobody has seen before: a placeholder until a profile is written. */
export function newClient(id: ClientId): Client {
  return {
    id,
    version: 0,
    channelKey: channelKeyOf(undefined, []),
    profile: { isPlaceholder: true },
    summary: { items: 0, orders: 0, revenueCents: 0 },
  }
}

/**
 * The client after a revision, with all its facts. The channel key is fixed when the channel is first written and
 * moves only with the channel itself, so that a later registration never moves flows behind anybody's back.
 */
export function revised(
  id: ClientId,
  before: ClientWithFacts | undefined,
  revision: Revision,
): ClientWithFacts {
  const client = before?.client ?? newClient(id)
  const profile = revision.profile ?? client.profile
  const byIdentity = new Map((before?.facts ?? []).map((fact) => [factIdentity(fact), fact]))
  for (const identity of revision.remove ?? []) byIdentity.delete(identity)
  for (const fact of revision.put ?? []) byIdentity.set(factIdentity(fact), fact)
  const facts = [...byIdentity.values()]
  const isSameChannel = before !== undefined && profile.channel === client.profile.channel
  return {
    client: {
      ...client,
      profile,
      channelKey: isSameChannel ? client.channelKey : channelKeyOf(profile.channel, revision.channels),
      summary: summaryOf(facts, client.summary.items),
    },
    facts,
  }
}
