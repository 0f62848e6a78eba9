import type { CivilDay, Month } from '#shared/kernel/day'
import type { Cents } from '#shared/kernel/money'
import type { TransactionKind } from '#shared/client/facts'

/** A row of the clients' file. Empty text means unknown. */
export interface ClientRow {
  clientId: string
  name: string
  email: string
  phone: string
  status: string
  joinedOn: CivilDay
  closedOn: CivilDay | ''
  channel: string
  acquisitionCostCents: Cents | undefined
  region: string
  birthDate: CivilDay | ''
}

/** A row of the holdings' file. */
export interface HoldingRow {
  holdingId: string
  clientId: string
  productId: string
  openedOn: CivilDay
  closedOn: CivilDay | ''
}

/** A row of the transactions' file: one line of an order. */
export interface LineRow {
  transactionId: string
  clientId: string
  occurredOn: CivilDay
  productId: string
  quantity: number
  unitPriceCents: Cents
  amountCents: Cents
  kind: TransactionKind
}

/** A row of the engagement file. */
export interface EngagementRow {
  clientId: string
  month: Month
  channel: string
  logins: number
  activeDays: number
  sessions: number
  featuresUsed: number
  digitalTransactions: number
  emailsSent: number
  emailsOpened: number
}

/** A row of the events' file. */
export interface EventRow {
  eventId: string
  clientId: string
  occurredOn: CivilDay
  kind: string
}

/** A row of the spend file. */
export interface SpendRow {
  channel: string
  month: Month
  amountCents: Cents
}

/** Everything the demo says, before it becomes text. The catalogue stands apart: it does not depend on chance. */
export interface Ledger {
  readonly clients: ClientRow[]
  readonly holdings: HoldingRow[]
  readonly lines: LineRow[]
  readonly engagement: EngagementRow[]
  readonly events: EventRow[]
  spend: SpendRow[]
}

/** The facts of one client. */
export type ClientFacts = Omit<Ledger, 'clients' | 'spend'>

/** Most facts of a client as generated; the planted faults add at most two. */
export const MOST_FACTS = 78

/** Whether facts leave too little room for engagement: such a client is drawn again, rarely enough to keep the laws. */
export function isOverfull(facts: ClientFacts): boolean {
  return factCount(facts) > MOST_FACTS - 4
}

/** A line of one piece. */
export function lineOf(line: Omit<LineRow, 'quantity' | 'unitPriceCents'>): LineRow {
  return { ...line, quantity: 1, unitPriceCents: line.amountCents }
}

/** What an import makes of a line: a purchase of a negative amount is a refund. */
export function storedKind(line: LineRow): TransactionKind {
  return line.kind === 'purchase' && line.amountCents < 0 ? 'refund' : line.kind
}

/** How many facts rows make: the lines of one transaction and the channels of one month are one fact. */
export function factCount(facts: ClientFacts): number {
  const orders = new Set(facts.lines.map((line) => line.transactionId))
  const months = new Set(facts.engagement.map((row) => row.month))
  return orders.size + months.size + facts.holdings.length + facts.events.length
}
