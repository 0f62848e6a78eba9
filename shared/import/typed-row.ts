import type { Profile } from '#shared/client/client'
import type { ChannelEngagement, OrderLine } from '#shared/client/facts'
import type { CivilDay, Month } from '#shared/kernel/day'
import type { ClientId, ProductId } from '#shared/kernel/ids'
import type { Cents } from '#shared/kernel/money'
import type { Product } from '#shared/product/product'

/** What a row says of a client; fields it leaves empty are not mentioned. */
export interface ClientsRow {
  readonly kind: 'clients'
  readonly clientId: ClientId
  readonly profile: Omit<Profile, 'isPlaceholder' | 'source'>
}

/** What a row says of a product. */
export interface ProductsRow {
  readonly kind: 'products'
  readonly productId: ProductId
  readonly entry: Partial<Omit<Product, 'id' | 'version' | 'isPlaceholder' | 'source'>>
}

/** One relationship of a client with a product. */
export interface HoldingsRow {
  readonly kind: 'holdings'
  readonly clientId: ClientId
  readonly holdingId?: string
  readonly productId: ProductId
  readonly openedOn: CivilDay
  readonly closedOn?: CivilDay
}

/** One line of an order. */
export interface TransactionsRow {
  readonly kind: 'transactions'
  readonly clientId: ClientId
  readonly transactionId?: string
  readonly occurredOn: CivilDay
  readonly line: OrderLine
  readonly productName?: string
}

/** A client's use of one digital channel in one month. */
export interface EngagementRow {
  readonly kind: 'engagement'
  readonly clientId: ClientId
  readonly month: Month
  readonly channel: string
  readonly counts: ChannelEngagement
}

/** Something that happened to a client. */
export interface EventsRow {
  readonly kind: 'events'
  readonly clientId: ClientId
  readonly eventId?: string
  readonly occurredOn: CivilDay
  readonly event: string
}

/** What was spent on a channel in a month. */
export interface SpendRow {
  readonly kind: 'spend'
  readonly channel: string
  readonly month: Month
  readonly amountCents: Cents
}

/** A row as it will be stored. */
export type TypedRow =
  ClientsRow | ProductsRow | HoldingsRow | TransactionsRow | EngagementRow | EventsRow | SpendRow

/** What is wrong with one cell: its field, the file's column, the text in it and what to do about it. */
export interface Problem {
  readonly field: string
  readonly column: string
  readonly value: string
  readonly reason: string
}

/** A row read: its value, or everything that is wrong with it and, where readable, whose it is. */
export type RowResult =
  | { readonly ok: true; readonly value: TypedRow }
  | {
      readonly ok: false
      readonly problems: readonly Problem[]
      readonly clientId?: ClientId
      readonly transactionId?: string
    }
