import type { CivilDay, Month } from '#shared/kernel/day'
import type { ClientId, ProductId } from '#shared/kernel/ids'
import type { Cents } from '#shared/kernel/money'

/**
 * What a transaction line is: `purchase` and `activity` are the client's own actions (an activity carries a volume,
 * never revenue), a `charge` is made by the house, a `refund` is money given back (negative amount).
 */
export type TransactionKind = 'purchase' | 'charge' | 'refund' | 'activity'

/** Where a fact came from: the import that last wrote it, and whether it was new then. */
export interface Source {
  readonly importId: string
  readonly how: 'new' | 'update'
}

/** One line of an order. `amountCents` is signed; for `activity` it is a volume. */
export interface OrderLine {
  readonly productId: ProductId
  readonly kind: TransactionKind
  readonly amountCents: Cents
  readonly quantity?: number
  readonly unitPriceCents?: Cents
  readonly attributes?: Readonly<Record<string, string>>
}

/** One transaction with its lines: the lines of one order happen on one day. */
export interface Order {
  readonly fact: 'order'
  readonly id: string
  readonly day: CivilDay
  readonly lines: readonly OrderLine[]
  readonly source?: Source
  /** The client this came from in a merge. */
  readonly from?: ClientId
}

/** A relationship with a product, open from `openedOn` until the day before `closedOn`. */
export interface Holding {
  readonly fact: 'holding'
  readonly id: string
  readonly productId: ProductId
  readonly openedOn: CivilDay
  readonly closedOn?: CivilDay
  readonly source?: Source
  /** The client this came from in a merge. */
  readonly from?: ClientId
}

/** What a client did in one digital channel in one month; every number a count. */
export interface ChannelEngagement {
  readonly logins?: number
  readonly activeDays?: number
  readonly sessions?: number
  readonly featuresUsed?: number
  readonly digitalTransactions?: number
  readonly emailsSent?: number
  readonly emailsOpened?: number
}

/** One month of engagement, by digital channel; each channel remembers which import wrote it. */
export interface EngagementMonth {
  readonly fact: 'engagement'
  readonly month: Month
  readonly channels: Readonly<
    Record<string, ChannelEngagement & { readonly source?: Source; readonly from?: ClientId }>
  >
}

/** Something that happened to a client: complaint, failed-payment, opened, closed, … */
export interface ClientEvent {
  readonly fact: 'event'
  readonly id: string
  readonly day: CivilDay
  readonly kind: string
  readonly source?: Source
  /** The client this came from in a merge. */
  readonly from?: ClientId
}

/** A declared status from a day on. */
export interface StatusChange {
  readonly fact: 'status'
  readonly day: CivilDay
  readonly status: Status
  readonly source?: Source
  /** The client this came from in a merge. */
  readonly from?: ClientId
}

/** The five statuses; nothing else is one. */
export const statuses = ['prospect', 'active', 'dormant', 'restricted', 'closed'] as const
/** One of the five statuses. */
export type Status = (typeof statuses)[number]

/** Anything known about a client with a day or a month. */
export type Fact = Order | Holding | EngagementMonth | ClientEvent | StatusChange

/** The identity of a fact within its client: the same identity with other content is an update. */
export function factIdentity(fact: Fact): string {
  switch (fact.fact) {
    case 'order':
      return `order#${fact.id}`
    case 'holding':
      return `holding#${fact.id}`
    case 'engagement':
      return `engagement#${fact.month}`
    case 'event':
      return `event#${fact.id}`
    case 'status':
      return `status#${fact.day}`
  }
}

/** The day a fact counts from, for "facts with day ≤ as-of". An engagement month counts from its last day on. */
export function factDay(fact: Fact): CivilDay {
  switch (fact.fact) {
    case 'order':
    case 'event':
    case 'status':
      return fact.day
    case 'holding':
      return fact.openedOn
    case 'engagement':
      return `${fact.month}-28`
  }
}

/** Whether a line is the client's own action: system postings do not count as activity. */
export function isOwnAction(line: OrderLine): boolean {
  return line.kind === 'purchase' || line.kind === 'activity'
}

/** What a line adds to revenue, in minor units: an activity's volume is none. */
export function revenueOf(line: OrderLine): Cents {
  return line.kind === 'activity' ? 0 : line.amountCents
}
