/** Random clients with random facts of every kind, for properties that hold for all of them. */
import fc from 'fast-check'
import { revised } from '#shared/client/change'
import type { ClientWithFacts, Profile } from '#shared/client/client'
import type { Fact, OrderLine } from '#shared/client/facts'
import { addDays, monthOf } from '#shared/kernel/day'

const products = ['rated', 'costed', 'current', 'saving', 'none', 'unknown']
const channels = ['web', 'branch', 'fair']
/** Days around an as-of day: mostly the four years before it, some after. */
const daysAround = (asOf: string, after: number) =>
  fc.integer({ min: -1_500, max: after }).map((days) => addDays(asOf, days))

const aLine: fc.Arbitrary<OrderLine> = fc.oneof(
  { weight: 5, arbitrary: line('purchase', { min: 0, max: 90_00 }) },
  { weight: 1, arbitrary: line('charge', { min: -5_00, max: 30_00 }) },
  { weight: 1, arbitrary: line('refund', { min: -60_00, max: 0 }) },
  { weight: 1, arbitrary: line('activity', { min: -10_00, max: 900_00 }) },
)

function line(kind: OrderLine['kind'], amount: { min: number; max: number }): fc.Arbitrary<OrderLine> {
  return fc.record(
    {
      kind: fc.constant(kind),
      productId: fc.constantFrom(...products),
      amountCents: fc.integer(amount),
      quantity: fc.integer({ min: -2, max: 9 }),
    },
    { requiredKeys: ['kind', 'productId', 'amountCents'] },
  )
}

/** A fact of any kind; `after` says how many days after the as-of day it may lie. */
export function aFact(asOf: string, after = 200): fc.Arbitrary<Fact> {
  const aDay = daysAround(asOf, after)
  const anId = fc.integer({ min: 1, max: 30 })
  return fc.oneof(
    {
      weight: 12,
      arbitrary: fc
        .record({ id: anId, day: aDay, lines: fc.array(aLine, { minLength: 1, maxLength: 3 }) })
        .map((order): Fact => ({ fact: 'order', ...order, id: `o${order.id}` })),
    },
    {
      weight: 2,
      arbitrary: fc
        .record({
          id: anId,
          productId: fc.constantFrom(...products.slice(0, 4)),
          openedOn: aDay,
          lasts: fc.option(fc.integer({ min: 0, max: 700 }), { nil: undefined }),
        })
        .map(({ id, productId, openedOn, lasts }): Fact => ({
          fact: 'holding',
          id: `h${id}`,
          productId,
          openedOn,
          ...(lasts === undefined ? {} : { closedOn: addDays(openedOn, lasts) }),
        })),
    },
    {
      weight: 2,
      arbitrary: fc
        .record({ day: aDay, logins: fc.nat(30), featuresUsed: fc.nat(8) })
        .map(({ day, ...counts }): Fact => ({
          fact: 'engagement',
          month: monthOf(day),
          channels: { app: counts },
        })),
    },
    {
      weight: 1,
      arbitrary: fc
        .record({ id: anId, day: aDay, kind: fc.constantFrom('complaint', 'failed-payment', 'opened') })
        .map((event): Fact => ({ fact: 'event', ...event, id: `e${event.id}` })),
    },
    {
      weight: 1,
      arbitrary: fc
        .record({ day: aDay, status: fc.constantFrom('active', 'restricted', 'closed', 'dormant') })
        .map((change): Fact => ({ fact: 'status', ...change })),
    },
  )
}

function aProfile(asOf: string): fc.Arbitrary<Profile> {
  const aDay = daysAround(asOf, 100)
  const sometimes = <Value>(arbitrary: fc.Arbitrary<Value>) =>
    fc.option(arbitrary, { nil: undefined, freq: 1 })
  return fc
    .record({
      joinedOn: sometimes(aDay),
      closedOn: fc.option(aDay, { nil: undefined, freq: 6 }).map((day) => day),
      declaredStatus: sometimes(fc.constantFrom('active', 'restricted', 'closed', 'dormant', 'prospect')),
      channel: sometimes(fc.constantFrom(...channels)),
      acquisitionCostCents: sometimes(fc.nat(50_00)),
    })
    .map((profile) => {
      const given = Object.entries(profile).filter(([, value]) => value !== undefined)
      return { ...Object.fromEntries(given), isPlaceholder: false } as Profile
    })
}

/** A client with up to `most` facts; two of its three channels are registered. */
export function aRandomClient(asOf: string, { most = 14, after = 200 } = {}): fc.Arbitrary<ClientWithFacts> {
  return fc
    .record({
      id: fc.integer({ min: 1, max: 1_000_000 }),
      profile: aProfile(asOf),
      put: fc.array(aFact(asOf, after), { maxLength: most }),
    })
    .map(({ id, ...revision }) => revised(`C${id}`, undefined, { ...revision, channels: ['web', 'branch'] }))
}
