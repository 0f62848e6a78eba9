/**
 * What the page of one client is compared with: how many clients like it were lost, how engaged its segment is, and the
 * clients its chance is explained against. Small, so that a page need not read the whole snapshot.
 */
import type { ClientWithFacts } from '#shared/client/client'
import { dayNumber } from '#shared/kernel/day'
import { type ClientId, hash32 } from '#shared/kernel/ids'
import type { LossState } from '#shared/models/loss-features'
import type { PurchaseHistory } from '#shared/models/purchase-history'
import { stateOf } from './account-valuation.ts'
import type { Context } from './context.ts'
import { type HealthReading, healthReadingAt } from './health.ts'
import { healthTerms } from './health-of.ts'
import { isAccountBased, isActiveAt, timelineOf } from './timeline.ts'
import { compiled, purchasesAt } from './valuation.ts'

/** A client drawn for the background of explanations, or to try settings on: no id, so that an erasure leaves nothing here. */
interface Drawn {
  readonly hash: number
}

/** Clients drawn evenly: those whose ids have the smallest hashes, so that shards and order do not matter. */
export interface PeerSample {
  readonly accounts: (Drawn & { readonly state: LossState })[]
  readonly purchases: (Drawn & { readonly history: PurchaseHistory })[]
  readonly any: (Drawn & { readonly read: HealthReading })[]
}

/** Active clients of each kind against which a chance of loss is explained. */
export const BACKGROUND_CLIENTS = 100
/** Clients on whom changed settings are tried. */
export const TRIAL_CLIENTS = 400

/** A sample of nobody. */
export function emptySample(): PeerSample {
  return { accounts: [], purchases: [], any: [] }
}

/** Draws a client if its hash is among the smallest. */
export function addPeer(sample: PeerSample, one: ClientWithFacts, context: Context): void {
  const hash = drawnBy(one.client.id)
  const isTried = isWanted(sample.any, hash, TRIAL_CLIENTS)
  const isBackground = [sample.accounts, sample.purchases].some((kept) =>
    isWanted(kept, hash, BACKGROUND_CLIENTS),
  )
  // Laying a client out in time is dear; of a million clients a few thousand come this far.
  if (!isTried && !isBackground) return
  const timeline = timelineOf(one, context)
  const day = dayNumber(context.asOf)
  const read = isTried ? healthReadingAt(timeline, day, healthTerms(compiled(context))) : undefined
  if (read) keep(sample.any, { hash, read }, TRIAL_CLIENTS)
  if (!isBackground || !isActiveAt(timeline, day)) return
  if (isAccountBased(timeline, day))
    keep(sample.accounts, { hash, state: stateOf(timeline, day, context.settings) }, BACKGROUND_CLIENTS)
  else {
    const bought = purchasesAt(timeline, day)
    if (bought) keep(sample.purchases, { hash, history: bought.history }, BACKGROUND_CLIENTS)
  }
}

/** 52 bits of an id: no two clients of any portfolio share them, and nobody is found by them. */
const drawnBy = (id: ClientId): number => hash32(id) * 2 ** 20 + (hash32(`peer ${id}`) >>> 12)

const isWanted = (kept: readonly Drawn[], hash: number, most: number): boolean =>
  kept.length < most || hash < (kept.at(-1)?.hash ?? 0)

function keep<One extends Drawn>(kept: One[], one: One, most: number): void {
  if (!isWanted(kept, one.hash, most)) return
  const index = kept.findIndex(({ hash }) => one.hash < hash)
  kept.splice(index < 0 ? kept.length : index, 0, one)
  if (kept.length > most) kept.pop()
}

/** Adds a sample into another. */
export function addSample(into: PeerSample, part: PeerSample): void {
  for (const one of part.accounts) keep(into.accounts, one, BACKGROUND_CLIENTS)
  for (const one of part.purchases) keep(into.purchases, one, BACKGROUND_CLIENTS)
  for (const one of part.any) keep(into.any, one, TRIAL_CLIENTS)
}

/** What the page of a client is compared with, as kept with a run. */
export interface Peers {
  /** Clients and losses by what was known one churn horizon ago: `<basis>|<factor>|<class>`. */
  readonly losses: Readonly<Record<string, readonly number[]>>
  /** Sums of engagement measures by `<segment>|<digital channel>`; see `engagementMeasures`. */
  readonly engagement: Readonly<Record<string, readonly number[]>>
  readonly accounts: readonly LossState[]
  readonly purchases: readonly PurchaseHistory[]
  /** What health reads of the clients on whom changed settings are tried. Runs of before kept ids: nobody to try on. */
  readonly trial: readonly HealthReading[]
}

/** The peers of a run: from the sum of its contributions and the clients drawn. */
export function peersOf(sums: Readonly<Record<string, readonly number[]>>, sample: PeerSample): Peers {
  const of = (table: string) =>
    Object.fromEntries(
      Object.entries(sums)
        .filter(([key]) => key.startsWith(`${table}|`))
        .map(([key, amounts]) => [key.slice(table.length + 1), amounts]),
    )
  return {
    losses: of('loss'),
    engagement: of('engaged'),
    accounts: sample.accounts.map(({ state }) => state),
    purchases: sample.purchases.map(({ history }) => history),
    trial: sample.any.map(({ read }) => read),
  }
}

/** Peers before the first run, or of a run older than they are. */
export const noPeers: Peers = { losses: {}, engagement: {}, accounts: [], purchases: [], trial: [] }
