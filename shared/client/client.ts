import type { CivilDay } from '#shared/kernel/day'
import { DomainError } from '#shared/kernel/errors'
import type { ClientId } from '#shared/kernel/ids'
import type { Cents } from '#shared/kernel/money'
import type { Fact, Source, Status } from './facts.ts'

/** What a client says of itself, as imported or edited. */
export interface Profile {
  readonly name?: string
  readonly email?: string
  readonly phone?: string
  /** An imported status; it wins over the computed one only when restricted or closed. */
  readonly declaredStatus?: Status
  readonly joinedOn?: CivilDay
  readonly closedOn?: CivilDay
  readonly channel?: string
  readonly acquisitionCostCents?: Cents
  readonly region?: string
  readonly birthDate?: CivilDay
  readonly attributes?: Readonly<Record<string, string>>
  /** True while the client is known only from facts that named it. */
  readonly isPlaceholder: boolean
  readonly source?: Source
}

/** What the client's facts add up to; kept beside the profile so that a scan can tell when it missed some. */
export interface Summary {
  /** Items the facts occupy in the client's partition. */
  readonly items: number
  readonly orders: number
  readonly revenueCents: Cents
  readonly firstOwnDay?: CivilDay
  readonly lastOwnDay?: CivilDay
  readonly firstPurchaseDay?: CivilDay
  /** Products of relationships without an end, in order. */
  readonly held?: readonly string[]
}

/** What a run last said of a client: rounded, for lists and orders only. Null figures carry their reason. */
export interface Score {
  readonly runId: string
  readonly asOf: CivilDay
  readonly status: Status
  readonly segment: string
  readonly historicCents: Cents
  readonly predictedCents: Cents | null
  readonly totalCents: Cents | null
  readonly atRiskCents: Cents | null
  /** "Chance still a client", in micro-probabilities. */
  readonly chanceMicro: number | null
  /** Churn probability of 90 days, in micro-probabilities. */
  readonly churnMicro: number | null
  /** 0 worst, 100 best. */
  readonly health: number | null
  /** Under which rules: versions of definitions and settings, and the purchase model. Absent in older scores. */
  readonly rules?: ScoreRules
}

/** The rules a score was made under: where they change, two scores are not one client's doing. */
export interface ScoreRules {
  readonly definitions: number
  readonly settings: number
  readonly model: string
}

/** How total CLV and health came from a run's figures to the live ones, unrounded; a figure that is missing counts 0. */
export interface Moved {
  readonly changes: number
  readonly fromTotalCents: number | null
  readonly byTimeCents: number
  readonly byFactsCents: number
  readonly fromHealth: number | null
  readonly healthByTime: number
  readonly healthByFacts: number
}

/** A score between runs: under the run's context, on the day of the newest fact. */
export interface LiveScore extends Score {
  readonly moved?: Moved
}

/** A client and what is kept beside its facts. Changed only through `clients.store.save`. */
export interface Client {
  readonly id: ClientId
  /** Increased by one with every write. */
  readonly version: number
  /** The key under which the client's flows are counted; one of at most 12, `other` or `unattributed`. */
  readonly channelKey: string
  readonly profile: Profile
  readonly summary: Summary
  readonly score?: Score
  readonly previous?: Score
  readonly live?: LiveScore
  /** Runs for which this client was already counted as changed since. */
  readonly changedFor?: readonly string[]
  /** Words people put on the client, in alphabetical order. */
  readonly tags?: readonly string[]
  /** Clients merged into this one, latest last. */
  readonly mergedFrom?: readonly ClientId[]
}

/** A client with all its facts. */
export interface ClientWithFacts {
  readonly client: Client
  readonly facts: readonly Fact[]
}

/** Channel of clients that name none. */
export const UNATTRIBUTED = 'unattributed'
/** Channel of clients whose channel came after the twelfth. */
export const OTHER_CHANNEL = 'other'
/** Most channels counted by name. */
export const MAX_CHANNELS = 12

/** The channel under which a client is counted, given the channels registered so far. */
export function channelKeyOf(channel: string | undefined, registered: readonly string[]): string {
  if (channel === undefined || channel === '') return UNATTRIBUTED
  const key = channel.trim().toLowerCase()
  return registered.includes(key) ? key : OTHER_CHANNEL
}

/** A client that is not there. */
export function clientNotFound(id: ClientId): DomainError {
  return new DomainError('not-found', 'client.not-found', `There is no client "${id}".`, { details: { id } })
}

/** A client somebody else changed since it was read. */
export function clientChangedMeanwhile(id: ClientId): DomainError {
  return new DomainError(
    'conflict',
    'client.changed-meanwhile',
    `Client "${id}" was changed meanwhile. Load it again and repeat your change.`,
    { details: { id } },
  )
}

/** The status a list shows: of the live score, else the run's, else what the profile and facts allow to say. */
export function listStatus(client: Client): Status {
  const declared = client.profile.declaredStatus
  if (declared === 'closed' || declared === 'restricted') return declared
  if (client.profile.closedOn !== undefined) return 'closed'
  const scored = client.live ?? client.score
  if (scored) return scored.status
  return client.summary.firstOwnDay === undefined ? 'prospect' : 'active'
}
