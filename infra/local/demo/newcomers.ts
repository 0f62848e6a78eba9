import type { CivilDay } from '#shared/kernel/day'
import type { Random } from '#shared/numeric/random'
import { accountClient } from './account-client.ts'
import type { NewClient } from './account-client.ts'
import { expectedMarginRate } from './baskets.ts'
import { dayBetween } from './calendar.ts'
import type { HistoryMonth } from './calendar.ts'
import { accountLoss, accountMargin, accountSurvival, buyerLoss, buyerMargin } from './expectations.ts'
import type { Buyer } from './expectations.ts'
import type { ClientFacts, ClientRow, SpendRow } from './ledger.ts'
import { channels, mix, newcomerWeight, spendModel } from './parameters.ts'
import type { Channel } from './parameters.ts'
import { personOf } from './people.ts'
import { purchaseClient } from './purchase-client.ts'
import type { TrueClient } from './truth.ts'

/** A generated client: its row, its facts, its truth. */
export interface Newcomer {
  readonly row: ClientRow
  readonly facts: ClientFacts
  readonly truth: TrueClient
}

/** The world a client comes into. */
export interface World {
  readonly today: CivilDay
  readonly months: readonly HistoryMonth[]
}

/** Generates one client from its own stream of random numbers. */
export function newcomer(random: Random, number: number, world: World): Newcomer {
  const clientId = `C-${String(number).padStart(5, '0')}`
  const draw = random.next()
  const channel = channelOf(random)
  const joinedOn = joiningDay(random, draw < mix.prospect ? world.months.slice(-2) : world.months)
  const person = personOf(random, number, joinedOn)
  const client: NewClient = { ...world, clientId, joinedOn, valueFactor: channel?.valueFactor ?? 1 }
  const row: ClientRow = {
    clientId,
    ...person,
    status: 'active',
    joinedOn,
    closedOn: '',
    channel: channel?.name ?? '',
    acquisitionCostCents: costOf(random, channel),
  }
  if (draw < mix.prospect) return prospect({ ...row, status: 'prospect', acquisitionCostCents: undefined })
  if (draw < mix.prospect + mix.accountBased) return accountNewcomer(random, row, client)
  const { buyer, facts } = purchaseClient(random, client)
  return { row, facts, truth: { clientId, basis: 'purchase', ...buyerTruth(buyer, world) } }
}

function prospect(row: ClientRow): Newcomer {
  const truth = { isLost: false, remainingMarginCents: 0, lossProbability90: 0 }
  return {
    row,
    facts: { holdings: [], lines: [], engagement: [], events: [] },
    truth: { clientId: row.clientId, basis: 'prospect', ...truth },
  }
}

function accountNewcomer(random: Random, row: ClientRow, client: NewClient): Newcomer {
  const { life, monthlyMarginCents, buyer, facts } = accountClient(random, client)
  const { closedOn, state, expectedClosures } = life
  const isRestricted = random.next() < mix.restricted
  const status = closedOn === undefined ? (isRestricted ? 'restricted' : 'active') : 'closed'
  const about = { clientId: client.clientId, basis: buyer ? ('both' as const) : ('account' as const) }
  const known = { ...about, expectedClosures, monthlyMarginCents, engagementLevel: state.level }
  const lived = { row: { ...row, status, closedOn: closedOn ?? '' }, facts }
  if (closedOn !== undefined)
    return {
      ...lived,
      truth: { ...known, isLost: true, remainingMarginCents: 0, lossProbability90: 1, monthlyMarginCents: 0 },
    }
  const survival = accountSurvival(state)
  const bought = buyer ? buyerTruth(buyer, client, survival) : undefined
  const margin = accountMargin(monthlyMarginCents, survival) + (bought?.remainingMarginCents ?? 0)
  const lossProbability90 = accountLoss(survival)
  return {
    ...lived,
    truth: { ...known, ...bought, isLost: false, remainingMarginCents: margin, lossProbability90 },
  }
}

function buyerTruth(
  buyer: Buyer,
  world: World,
  stays?: readonly number[],
): Omit<TrueClient, 'clientId' | 'basis'> {
  const market = { ofYear: world.months.at(-1)?.ofYear ?? 0, marginRate: expectedMarginRate(0) }
  return {
    isLost: !buyer.isAlive,
    remainingMarginCents: buyerMargin(buyer, market, stays),
    lossProbability90: buyerLoss(buyer),
    ratePerMonth: buyer.ratePerMonth,
    dropout: buyer.dropout,
    meanOrderCents: (100 * spendModel.p) / buyer.spendRate,
  }
}

function channelOf(random: Random): Channel | undefined {
  const isUnattributed = random.next() < mix.unattributed
  let point = random.next()
  const found = channels.find((channel) => (point -= channel.share) < 0) ?? channels[0]
  return isUnattributed ? undefined : found
}

/** Referrals cost a reward and telephone sales a commission; the other channels are paid for by the month. */
function costOf(random: Random, channel: Channel | undefined): number | undefined {
  const cents = 20_00 + random.integer(60_00)
  return channel?.name === 'referral' || channel?.name === 'telephone' ? cents : undefined
}

function joiningDay(random: Random, months: readonly HistoryMonth[]): CivilDay {
  const weights = months.map((month) => newcomerWeight(month.index) * month.passed)
  let point = random.next() * weights.reduce((sum, weight) => sum + weight, 0)
  const month = months.find((_, index) => (point -= weights[index] ?? 0) < 0) ?? months[0]
  return month ? dayBetween(random, month.firstDay, month.lastDay) : ''
}

/** What was spent on each channel in each month, in proportion to the newcomers expected. */
export function spendRows(random: Random, clients: number, world: World): SpendRow[] {
  const weights = world.months.map((month) => newcomerWeight(month.index) * month.passed)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return channels
    .filter((channel) => channel.costCents > 0)
    .flatMap((channel) =>
      world.months.map((month, index) => {
        const expected = (clients * channel.share * (weights[index] ?? 0)) / total
        const swing = 0.85 + 0.3 * random.next()
        const amountCents = Math.round(expected * channel.costCents * swing)
        return { channel: channel.name, month: month.month, amountCents }
      }),
    )
}
