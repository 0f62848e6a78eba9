import { addDays } from '#shared/kernel/day'
import type { CivilDay } from '#shared/kernel/day'
import type { Random } from '#shared/numeric/random'
import { isOpen, liveAccount, openCount } from './account-life.ts'
import type { AccountLife } from './account-life.ts'
import { dayBetween, earlier } from './calendar.ts'
import type { HistoryMonth } from './calendar.ts'
import { productsById } from './catalogue.ts'
import { ENGAGEMENT_MONTHS, engagementRows } from './engagement.ts'
import type { Buyer } from './expectations.ts'
import { planHoldings } from './holdings-plan.ts'
import type { PlannedHolding } from './holdings-plan.ts'
import { MOST_FACTS, factCount, isOverfull, lineOf } from './ledger.ts'
import type { ClientFacts, EventRow, HoldingRow, LineRow } from './ledger.ts'
import { engagementOf } from './loss.ts'
import { behaviour, mix } from './parameters.ts'
import { drawPurchases } from './purchases.ts'

/** Who is about to be lived through. */
export interface NewClient {
  readonly clientId: string
  readonly joinedOn: CivilDay
  readonly today: CivilDay
  readonly months: readonly HistoryMonth[]
  readonly valueFactor: number
}

/** An account client with all its facts and what only the generator knows. */
export interface AccountClient {
  readonly life: AccountLife
  readonly monthlyMarginCents: number
  readonly buyer?: Buyer
  readonly facts: ClientFacts
}

const MONTHS_OF_ALSO_BUYING = 18

/** Lives an account client and books what it did. */
export function accountClient(random: Random, client: NewClient): AccountClient {
  const { a, b } = behaviour.engagementLevel
  const level = random.beta(a, b)
  const planned = planHoldings(random, client)
  const life = liveAccount(random, { ...client, level, planned })
  const held = kept(planned, life.closedOn, client.today)
  const also = alsoBuys(random, client, life)
  const facts: ClientFacts = {
    holdings: held.map((holding, index) => holdingRow(client.clientId, holding, index)),
    lines: [
      ...statements(random, client, { life, held }),
      ...activities(random, client, { life, held }),
      ...also.lines,
    ],
    events: events(random, client, { life, held }),
    engagement: [],
  }
  if (isOverfull(facts)) return accountClient(random, client)
  const seen = life.lived.map(({ month, isDisengaged }) => ({
    month,
    engagement: engagementOf(level, isDisengaged),
  }))
  const mostMonths = Math.min(ENGAGEMENT_MONTHS, MOST_FACTS - factCount(facts))
  facts.engagement.push(...engagementRows(random, { clientId: client.clientId, seen, mostMonths }))
  const open = held.filter((holding) => isOpen(holding, client.today))
  return {
    life: { ...life, state: { ...life.state, holdings: openCount(held, client.today) } },
    monthlyMarginCents: open.reduce((sum, holding) => sum + marginOf(holding), 0),
    ...(also.buyer ? { buyer: also.buyer } : {}),
    facts,
  }
}

function marginOf(holding: PlannedHolding): number {
  return holding.monthlyCents * (productsById.get(holding.productId)?.marginRate ?? 1)
}

function kept(
  planned: readonly PlannedHolding[],
  closedOn: CivilDay | undefined,
  today: CivilDay,
): readonly PlannedHolding[] {
  const end = closedOn ?? addDays(today, 1)
  return planned
    .filter((holding) => holding.openedOn < end)
    .map(({ closedOn: own, ...holding }) => {
      const last = own !== undefined && own < end ? own : closedOn
      return last === undefined ? holding : { ...holding, closedOn: last }
    })
}

function holdingRow(clientId: string, holding: PlannedHolding, index: number): HoldingRow {
  return {
    holdingId: `H-${clientId.slice(2)}-${index + 1}`,
    clientId,
    productId: holding.productId,
    openedOn: holding.openedOn,
    closedOn: holding.closedOn ?? '',
  }
}

interface Booked {
  readonly life: AccountLife
  readonly held: readonly PlannedHolding[]
}

/** A statement at the end of every full month, with a line for each open holding that is charged. */
function statements(random: Random, client: NewClient, booked: Booked): readonly LineRow[] {
  const ended = booked.life.lived.filter(({ month }) => month.passed === 1)
  return ended.flatMap(({ month }) =>
    booked.held
      .filter((holding) => isOpen(holding, month.lastDay) && holding.monthlyCents > 0)
      .map((holding) =>
        lineOf({
          transactionId: `S-${client.clientId.slice(2)}-${month.month}`,
          clientId: client.clientId,
          occurredOn: month.lastDay,
          productId: holding.productId,
          amountCents: chargeCents(random, holding),
          kind: 'charge',
        }),
      ),
  )
}

function chargeCents(random: Random, holding: PlannedHolding): number {
  if (productsById.get(holding.productId)?.chargeKind === 'monthly-fee') return holding.monthlyCents
  const swing = Math.max(0.5, Math.min(1.5, 1 + 0.06 * random.normal()))
  return Math.max(1, Math.round(holding.monthlyCents * swing))
}

/** What the client did by itself in a month, as one volume. */
function activities(random: Random, client: NewClient, booked: Booked): readonly LineRow[] {
  return booked.life.activeDays.map((occurredOn) =>
    lineOf({
      transactionId: `A-${client.clientId.slice(2)}-${occurredOn.slice(0, 7)}`,
      clientId: client.clientId,
      occurredOn,
      productId: booked.held[0]?.productId ?? '',
      amountCents: Math.round(90_000 * client.valueFactor * Math.exp(0.5 * random.normal())),
      kind: 'activity',
    }),
  )
}

function events(random: Random, client: NewClient, booked: Booked): EventRow[] {
  const { closedOn, complaintDays, lived } = booked.life
  const borrows = booked.held.some(({ productId }) => ['P-06', 'P-07', 'P-08', 'P-09'].includes(productId))
  const failedPayments = lived
    .filter(({ month }) => borrows && random.next() < behaviour.failedPaymentPerMonth * month.passed)
    .map(({ month }) => dayBetween(random, laterOf(month.firstDay, client.joinedOn), month.lastDay))
  const days: readonly (readonly [string, CivilDay])[] = [
    ['opened', client.joinedOn],
    ...complaintDays.map((day) => ['complaint', day] as const),
    ...failedPayments.map((day) => ['failed-payment', day] as const),
    ...(closedOn === undefined ? [] : [['closed', closedOn] as const]),
  ]
  return days.map(([kind, occurredOn], index) => ({
    eventId: `E-${client.clientId.slice(2)}-${index + 1}`,
    clientId: client.clientId,
    occurredOn,
    kind,
  }))
}

function laterOf(one: CivilDay, other: CivilDay): CivilDay {
  return one > other ? one : other
}

function alsoBuys(
  random: Random,
  client: NewClient,
  life: AccountLife,
): { readonly buyer?: Buyer; readonly lines: readonly LineRow[] } {
  const isRecent = client.months.some(
    ({ ago, firstDay }) => ago === MONTHS_OF_ALSO_BUYING && firstDay <= client.joinedOn,
  )
  if (random.next() > mix.alsoBuys || !isRecent) return { lines: [] }
  const firstDay = addDays(client.joinedOn, random.integer(120))
  const lastDay = life.closedOn === undefined ? client.today : addDays(life.closedOn, -1)
  if (firstDay > earlier(lastDay, client.today)) return { lines: [] }
  return drawPurchases(random, { clientId: client.clientId, firstDay, lastDay, today: client.today })
}
