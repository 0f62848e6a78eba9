/** Clients for measurements: all five statuses, every one with the same number of facts, always the same ones. */
import type { ClientWithFacts, Score } from '#shared/client/client'
import { type Revision, revised } from '#shared/client/change'
import type { Fact, OrderLine } from '#shared/client/facts'
import { addDays, addMonths, monthOf } from '#shared/kernel/day'
import { createRandom, type Random } from '#shared/numeric/random'

/** The last day of the histories. */
export const asOf = '2026-03-14'
/** A word that finds every client: their common e-mail domain. */
export const COMMON_WORD = 'mailbox'

const firstNames = ['Anna', 'Bruno', 'Clara', 'David', 'Elena', 'Felix', 'Greta', 'Hugo', 'Ines', 'Jonas']
const lastNames = [
  'Abel',
  'Brandt',
  'Costa',
  'Duval',
  'Ehlers',
  'Fischer',
  'Garcia',
  'Hansen',
  'Ito',
  'Jansen',
]
const channels = ['web', 'branch', 'partner']
const source = { importId: '0197c3a2-6f1e-7d3a-9b52-5b8f6f0c1d2e', how: 'new' } as const

/** The id of a client by its number. */
export const idOf = (number: number): string => `C${String(number).padStart(6, '0')}`

/** Clients from one number to another. */
export function* generatedClients(
  { from = 0, to }: { from?: number; to: number },
  facts = 5,
): Generator<ClientWithFacts> {
  for (let number = from; number < to; number++) yield clientOf(number, facts)
}

function clientOf(number: number, facts: number): ClientWithFacts {
  const random = createRandom(31, number)
  const kind = number % 20
  const { put, ...profile } =
    kind === 0 ? prospect(facts) : kind < 6 ? holder(random, facts) : buyer(random, facts)
  const first = pick(firstNames, random)
  const last = pick(lastNames, random)
  return revised(idOf(number), undefined, {
    profile: {
      isPlaceholder: false,
      name: `${first} ${last}`,
      email: `${first}.${last}.${number}@${COMMON_WORD}.example`.toLowerCase(),
      channel: pick(channels, random),
      region: 'North',
      acquisitionCostCents: 1_000 + random.integer(9_000),
      source,
      ...profile,
      ...(kind === 7 ? { closedOn: addDays(asOf, -30 - random.integer(300)) } : {}),
      ...(kind === 8 ? { declaredStatus: 'restricted' } : {}),
    },
    put,
    channels,
  } satisfies Revision)
}

/** The client with a score as a run would write it, where the orders matter and the figures do not. */
export function scored(aggregate: ClientWithFacts): ClientWithFacts {
  const { client, facts } = aggregate
  const { firstOwnDay, lastOwnDay = '', revenueCents } = client.summary
  const isKnown = firstOwnDay !== undefined
  const score: Score = {
    runId: 'run-0',
    asOf,
    status: !isKnown ? 'prospect' : lastOwnDay > addDays(asOf, -180) ? 'active' : 'dormant',
    segment: isKnown ? 'loyal' : 'none',
    historicCents: revenueCents,
    predictedCents: isKnown ? Math.round(revenueCents / 3) : null,
    totalCents: isKnown ? Math.round((revenueCents * 4) / 3) : null,
    atRiskCents: null,
    chanceMicro: isKnown ? 640_000 : null,
    churnMicro: isKnown ? 120_000 : null,
    health: null,
  }
  return { client: { ...client, score }, facts }
}

type Life = Partial<NonNullable<Revision['profile']>> & { readonly put: readonly Fact[] }

/** Somebody who looked around and did nothing yet. */
function prospect(facts: number): Life {
  return { put: months(asOf, facts) }
}

/** Somebody with an account, fees and payments month by month; one in ten has closed it. */
function holder(random: Random, facts: number): Life {
  const isOpen = random.next() > 0.1
  const lastDay = isOpen ? addDays(asOf, -random.integer(20)) : addDays(asOf, -200 - random.integer(200))
  const openedOn = addDays(lastDay, -30 * (facts - 1) - random.integer(200))
  const orders = Array.from({ length: facts - 1 }, (_, back) =>
    order(`m${back}`, addDays(lastDay, -30 * back), [
      { productId: 'current', kind: 'charge', amountCents: 300 + random.integer(400) },
      { productId: 'current', kind: 'activity', amountCents: 10_00 + random.integer(90_00) },
    ]),
  )
  const end = isOpen ? {} : { closedOn: addDays(lastDay, 3) }
  return {
    joinedOn: openedOn,
    put: [{ fact: 'holding', id: 'h1', productId: 'current', openedOn, source, ...end }, ...orders],
  }
}

/** Somebody who buys at their own rate until they stop; the facts that are not purchases are months of logins. */
function buyer(random: Random, facts: number): Life {
  const gap = 25 / random.gamma(0.9)
  const leaving = random.beta(0.9, 3)
  const scale = 30_00 / random.gamma(4)
  const put: Fact[] = []
  let day = addDays(asOf, -random.integer(1_000))
  while (day <= asOf && put.length < facts) {
    const amountCents = 1 + Math.round(random.gamma(6) * scale)
    put.push(
      order(`o${put.length}`, day, [{ productId: 'rated', kind: 'purchase', quantity: 1, amountCents }]),
    )
    if (random.next() < leaving) break
    day = addDays(day, 1 + Math.round(-Math.log(1 - random.next()) * gap))
  }
  return { put: [...put, ...months(asOf, facts - put.length)] }
}

function months(last: string, count: number): Fact[] {
  return Array.from({ length: count }, (_, back) => ({
    fact: 'engagement',
    month: addMonths(monthOf(last), -back),
    channels: { app: { logins: 3 + back, activeDays: 2, featuresUsed: 4, source } },
  }))
}

function order(id: string, day: string, lines: readonly OrderLine[]): Fact {
  return { fact: 'order', id, day, lines, source }
}

function pick<Value>(values: readonly [Value, ...Value[]] | readonly Value[], random: Random): Value {
  const value = values[random.integer(values.length)]
  if (value === undefined) throw new Error('Impossible: nothing to pick from')
  return value
}
