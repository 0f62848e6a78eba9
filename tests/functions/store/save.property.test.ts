import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { revised } from '#shared/client/change'
import type { Profile, Score } from '#shared/client/client'
import { type Fact, factIdentity, statuses } from '#shared/client/facts'
import { aFact } from '#tests/builders/portfolio'
import { createWorld, type TableWorld, type World } from '#tests/harness/world'
import { expectWhole } from './whole.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(async () => {
  await world.stop()
})

const asOf = '2026-03-14'
const ids = ['C1', 'C2', 'Ñandú 3', 'a#b%4', 'C5']
const anId = fc.constantFrom(...ids)
const someFacts = fc.array(aFact(asOf), { minLength: 1, maxLength: 5 })
/** An order of several parts under one id: moved, shortened and lengthened as it comes up again. */
const aLongOrder = fc
  .record({
    day: fc.constantFrom('2025-12-31', '2026-01-01', '2026-02-11'),
    lines: fc.integer({ min: 1, max: 125 }),
  })
  .map(({ day, lines }): Fact => ({
    fact: 'order',
    id: 'long',
    day,
    lines: Array.from({ length: lines }, (_, index) => ({
      productId: `p${index % 45}`,
      kind: 'purchase',
      amountCents: index + lines,
    })),
  }))
const aProfile: fc.Arbitrary<Profile> = fc
  .record({
    name: fc.constantFrom('Ada Łukasz', 'Zoë Straße', 'Ada Byron-King', 'Ng', undefined),
    email: fc.constantFrom('ada@mail.example.org', 'zoe.x@straße.de', undefined),
    channel: fc.constantFrom('Web', 'branch', 'moon', undefined),
    joinedOn: fc.constantFrom('2024-01-31', '2027-01-01', undefined),
    declaredStatus: fc.constantFrom(...statuses, undefined),
    closedOn: fc.constantFrom('2026-01-01', undefined, undefined, undefined),
  })
  .map((profile) => ({ ...JSON.parse(JSON.stringify(profile)), isPlaceholder: false }) as Profile)

type Step =
  | { readonly does: 'import'; readonly of: readonly { id: string; facts: readonly Fact[] }[] }
  | { readonly does: 'edit'; readonly id: string; readonly profile: Profile }
  | { readonly does: 'remove'; readonly id: string; readonly count: number }
  | { readonly does: 'again' | 'late'; readonly id: string; readonly facts: readonly Fact[] }
  | {
      readonly does: 'score'
      readonly ids: readonly string[]
      readonly cents: number
      readonly status: number
    }

const aStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constant('import' as const),
      of: fc.uniqueArray(fc.record({ id: anId, facts: someFacts }), {
        minLength: 1,
        maxLength: 4,
        selector: (one) => one.id,
      }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('import' as const),
      of: fc.record({ id: anId, facts: aLongOrder.map((order) => [order]) }).map((one) => [one]),
    }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('edit' as const), id: anId, profile: aProfile }) },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('remove' as const),
      id: anId,
      count: fc.integer({ min: 1, max: 9 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constantFrom('again' as const, 'late' as const),
      id: anId,
      facts: someFacts,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('score' as const),
      ids: fc.uniqueArray(anId, { minLength: 1 }),
      cents: fc.integer({ min: -500_00, max: 900_00 }),
      status: fc.nat(4),
    }),
  },
)

const channels = ['web', 'branch']
const aScore = (cents: number, status: number): Score => ({
  runId: `run-${cents}`,
  asOf,
  status: statuses[status] ?? 'active',
  segment: 'loyal',
  historicCents: cents,
  predictedCents: cents > 0 ? cents : null,
  totalCents: cents > 0 ? cents * 2 : null,
  atRiskCents: null,
  chanceMicro: 500_000,
  churnMicro: null,
  health: null,
})

/** Does a step on the table and on the plain record of what each client shall hold. */
async function take(step: Step, desk: TableWorld, known: Map<string, Map<string, Fact>>): Promise<void> {
  const { clients } = desk
  const learn = (id: string, facts: readonly Fact[]) => {
    const held = known.get(id) ?? new Map<string, Fact>()
    known.set(id, held)
    for (const fact of facts) held.set(factIdentity(fact), fact)
  }
  if (step.does === 'import') {
    const changes = await Promise.all(
      step.of.map(async ({ id, facts }) => {
        const before = await clients.loadWithFacts(id)
        return { before, after: revised(id, before, { put: facts, channels }) }
      }),
    )
    await clients.saveAll(changes)
    for (const { id, facts } of step.of) learn(id, facts)
  } else if (step.does === 'edit') {
    const before = await clients.loadWithFacts(step.id)
    await clients.save(before, revised(step.id, before, { profile: step.profile, channels }))
    learn(step.id, [])
  } else if (step.does === 'remove') {
    const before = await clients.loadWithFacts(step.id)
    if (!before) return
    const remove = before.facts.slice(0, step.count).map(factIdentity)
    await clients.save(before, revised(step.id, before, { remove, channels }))
    for (const identity of remove) known.get(step.id)?.delete(identity)
  } else if (step.does === 'score') {
    const found = await Promise.all(step.ids.map((id) => clients.loadWithFacts(id)))
    const changes = found.flatMap((before) =>
      before
        ? [
            {
              before,
              after: { ...before, client: { ...before.client, score: aScore(step.cents, step.status) } },
            },
          ]
        : [],
    )
    await clients.saveAll(changes)
  } else {
    const before = await clients.loadWithFacts(step.id)
    const after = revised(step.id, before, { put: step.facts, channels })
    await clients.save(before, after)
    learn(step.id, step.facts)
    // The same from the state before again: refused, or nothing where it changed nothing.
    const late = step.does === 'again' ? after : revised(step.id, before, { remove: ['order#o1'], channels })
    await clients.save(before, late).catch((error: unknown) => {
      expect(error).toMatchObject({ code: 'client.changed-meanwhile' })
    })
    const now = await clients.loadWithFacts(step.id)
    known.set(step.id, new Map(now?.facts.map((fact) => [factIdentity(fact), fact])))
    if (step.does === 'again') expect(inOrder(now?.facts ?? [])).toEqual(inOrder(after.facts))
  }
}

const inOrder = (facts: Iterable<Fact>) =>
  [...facts].sort((left, right) => (factIdentity(left) < factIdentity(right) ? -1 : 1))

describe('after any imports, edits, removals, repeats, late saves and scores in any order', () => {
  test.each([1, 4])(
    'with %i shards: live flows, counts, search words and lists are what the facts say, and no fact is lost',
    async (shards) => {
      await fc.assert(
        fc.asyncProperty(fc.array(aStep, { minLength: 1, maxLength: 7 }), async (steps) => {
          const desk = await world.createTableWorld({ shards })
          const known = new Map<string, Map<string, Fact>>()

          for (const step of steps) await take(step, desk, known)

          await expectWhole(desk)
          for (const [id, facts] of known)
            expect(inOrder((await desk.clients.loadWithFacts(id))?.facts ?? [])).toEqual(
              inOrder(facts.values()),
            )
        }),
        { seed: 100 + shards, numRuns: 15 },
      )
    },
  )
})
