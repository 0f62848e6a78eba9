import type { CivilDay, Month } from '#shared/kernel/day'
import type { Cents } from '#shared/kernel/money'
import type { ImportKind } from '#shared/import/import-view.schema'
import type { bundles, plantedStages } from './catalogue.ts'
import type * as parameters from './parameters.ts'

/** A data fault that was planted, with the ids it affects. */
export interface PlantedFault {
  readonly kind: string
  /** What is wrong, in one sentence. */
  readonly says: string
  /** What the ids are: `clientId`, `transactionId`, …, or `clientId/month` and `channel/month`. */
  readonly subject: 'client' | 'transaction' | 'holding' | 'engagement' | 'spend' | 'product'
  readonly ids: readonly string[]
  /** Where records clash with one another: the ids that belong together. */
  readonly groups?: readonly (readonly string[])[]
}

/** A row that an import has to reject. `line` counts the lines of the file, the header is 1. */
export interface RejectedRow {
  readonly kind: ImportKind
  readonly line: number
  readonly column: string
  readonly value: string
}

/** What the generator knows of a client and no fact says. */
export interface TrueClient {
  readonly clientId: string
  readonly basis: 'account' | 'purchase' | 'both' | 'prospect'
  /** Closed, or lost after its last purchase. */
  readonly isLost: boolean
  /** Expected margin of the next 36 months, discounted at 10 % a year, given everything the generator knows. */
  readonly remainingMarginCents: number
  /** Chance to close within 90 days; purchase-based: chance of no purchase. 1 for the lost, 0 for prospects. */
  readonly lossProbability90: number
  /** Account clients: sum of the chances to close they lived through. */
  readonly expectedClosures?: number
  readonly monthlyMarginCents?: number
  readonly engagementLevel?: number
  readonly ratePerMonth?: number
  readonly dropout?: number
  readonly meanOrderCents?: number
}

/** A month, recounted from the ledger. */
export interface MonthFigures {
  readonly month: Month
  readonly revenueCents: Cents
  readonly chargesCents: Cents
  readonly refundsCents: Cents
  readonly purchaseOrders: number
  readonly buyers: number
  /** Clients whose `joinedOn` falls in the month, prospects apart. */
  readonly newClients: number
}

/** Widths of the window in which a purchase-based client counts as active, in days. */
export const windows = [30, 60, 90, 180, 365] as const

/** Clients active on a day: those with an open account product, and purchase-based ones by window. */
export interface ActiveFigures {
  readonly day: CivilDay
  readonly withOpenAccount: number
  readonly buyersByWindow: Readonly<Record<string, number>>
}

/** What the generator's own ledgers add up to, planted faults included, rejected rows left out. */
export interface LedgerFigures {
  readonly rows: Readonly<Record<ImportKind, number>>
  readonly revenueCents: Cents
  readonly months: readonly MonthFigures[]
  /** At every month's end; the last is today. */
  readonly active: readonly ActiveFigures[]
  /** Clients active a year ago and those of them active today. */
  readonly retention12: {
    readonly from: CivilDay
    readonly accounts: { readonly active: number; readonly retained: number }
    readonly buyersByWindow: Readonly<Record<string, { readonly active: number; readonly retained: number }>>
  }
  readonly spendByChannel: Readonly<Record<string, Cents>>
  readonly newClientsByChannel: Readonly<Record<string, number>>
  readonly revenueByProduct: Readonly<Record<string, Cents>>
  readonly facts: { readonly mean: number; readonly most: number }
}

/** Everything that is true of a generated portfolio. */
export interface Truth {
  readonly seed: number
  readonly today: CivilDay
  readonly firstDay: CivilDay
  readonly parameters: {
    readonly lossModel: typeof parameters.lossModel
    readonly behaviour: typeof parameters.behaviour
    readonly purchaseModel: typeof parameters.purchaseModel
    readonly spendModel: typeof parameters.spendModel
    readonly season: typeof parameters.season
    readonly channels: typeof parameters.channels
    readonly refundShare: number
  }
  readonly bundles: typeof bundles
  readonly stages: typeof plantedStages
  readonly faults: readonly PlantedFault[]
  readonly rejectedRows: readonly RejectedRow[]
  readonly clients: readonly TrueClient[]
  /** Sums over all clients. */
  readonly expected: {
    readonly remainingMarginCents: number
    /** Account clients lost within 90 days. */
    readonly accountLosses90: number
    /** Closures expected in the history, to set beside those that happened. */
    readonly closures: number
  }
  readonly figures: LedgerFigures
}
