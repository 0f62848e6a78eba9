import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, askEverything, FLAT } from '#tests/bench/questions'
import { createSeededDesk } from '#tests/bench/seeded-desk'
import { createWorld, type World } from '#tests/harness/world'

// A page on which the rows with a value end asks for the rows without one too: 2 x 5 statuses x 4 shards, half a unit each,
// beside the counts of the shards and the current run. The design allows 20.
const MOST_WHERE_VALUES_END = 22.5

// Which pages cross depends on how many clients have no value or no health, not on how many there are.
const isCrossing = (question: string, shards: number): boolean =>
  shards === 4 && question.endsWith('all statuses')

const FEW = 200
const MANY = 1_000

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.stop())

async function answersAt(clients: number, shards: number): Promise<Answer[]> {
  const desk = await createSeededDesk(world, { clients, shards })
  const isRun = clients === FEW && shards > 1
  await desk.seed({ isScored: !isRun })
  if (isRun) await desk.run('run-1')
  return askEverything(desk)
}

describe.each([1, 4])('with the clients in %i shards', (shards) => {
  let few: Answer[]
  let many: Answer[]
  beforeAll(async () => {
    few = await answersAt(FEW, shards)
    many = await answersAt(MANY, shards)
  }, 120_000)

  test('every question consumes what it may at most', () => {
    const held = [...few, ...many].filter(({ budget }) => budget !== undefined)
    expect(held.length).toBeGreaterThan(20)
    for (const { question, most, mean, budget = 0 } of held) {
      const allowed = isCrossing(question, shards) ? MOST_WHERE_VALUES_END : budget
      expect(mean, question).toBeLessThanOrEqual(allowed)
      expect(most, question).toBeLessThanOrEqual(allowed)
    }
  })

  test('a flat question does not consume more where there are more clients', () => {
    const before = new Map(few.map((answer) => [answer.question, answer.mean]))
    const flat = many.filter(({ isFlat, question }) => isFlat && !isCrossing(question, shards))
    for (const { question, mean } of flat)
      // The mean over many pages: how a page falls on the merged partitions differs by half units.
      expect(mean, question).toBeLessThanOrEqual((before.get(question) ?? 0) * (1 + FLAT))
  })
})

test('a run consumes at most 4.5 units for a client with 36 facts', async () => {
  const desk = await createSeededDesk(world, { clients: 100, shards: 1, facts: 36 })
  await desk.seed()

  const { read } = await desk.unitsOf(() => desk.run('run-1'))

  expect(read / desk.count).toBeLessThanOrEqual(4.5)
})
