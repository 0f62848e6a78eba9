import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDashboardWorld } from '../dashboard/dashboard-world.ts'
import { createWorld, type TableWorld, type World } from '#tests/harness/world'
import { aBank, aRunner, type Runner } from './run-world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(async () => {
  await world.stop()
})

/** Kills a step before its first call, then before its second, and so on, until it gets through. */
async function killedEverywhere({ faults }: Runner, step: () => Promise<unknown>): Promise<number> {
  for (let at = 0; ; at++) {
    faults.kill(at)
    const isThrough = await step().then(
      () => true,
      (error: unknown) => {
        expect(String(error)).toContain('killed')
        return false
      },
    )
    faults.heal()
    if (isThrough) return at
  }
}

const withoutRun = <Made extends { runId: string }>({ runId: _, ...made }: Made) => made

async function scoresOf(desk: TableWorld) {
  const items = (await desk.dump()).filter(({ sk }) => sk === 'CLIENT')
  return items.map((item) => {
    const { runId: _, ...score } = item['score'] as Record<string, unknown>
    return [item['id'], score]
  })
}

test.each([1, 2])(
  'a run on %i shards killed before any call of any step and resumed ends like one left alone',
  async (shards) => {
    const [calm, rough] = await Promise.all([
      aBank(world, { clients: 12, shards }),
      aBank(world, { clients: 12, shards }),
    ])
    const alone = aRunner(calm)
    await alone.run({ runId: 'alone' })
    const runner = aRunner(rough)
    const { steps } = runner

    const kills = [
      await killedEverywhere(runner, () => steps.open({ runId: 'killed', reason: 'nightly' })),
      await killedEverywhere(runner, () => steps.summarise('killed')),
      await killedEverywhere(runner, () => steps.fit('killed')),
      await killedEverywhere(runner, () => steps.value('killed')),
      await killedEverywhere(runner, () => steps.associate('killed')),
      await killedEverywhere(runner, () => steps.publish('killed')),
    ]

    expect(kills.every((count) => count >= 4)).toBe(true)
    const left = await alone.stores.runs.loadSnapshot('alone')
    const resumed = await runner.stores.runs.loadSnapshot('killed')
    expect(withoutRun(resumed!)).toEqual(withoutRun(left!))
    expect(withoutRun((await runner.stores.productFigures.head('killed'))!)).toEqual(
      withoutRun((await alone.stores.productFigures.head('alone'))!),
    )
    expect(await scoresOf(rough)).toEqual(await scoresOf(calm))
    expect(await runner.stores.runs.load('killed')).toMatchObject({
      status: 'published',
      reconciliation: 'equal',
      clients: 12,
    })
    expect(await runner.stores.runs.current()).toMatchObject({ runId: 'killed' })
    expect((await runner.stores.runs.current()).opening).toBeUndefined()
  },
)

test('whoever looks at the dashboard during a run sees the figures of one run, and the flip once', async () => {
  const desk = await aBank(world, { clients: 12, shards: 2 })
  const runner = aRunner(desk)
  await runner.run({ runId: 'old', asOf: undefined })
  const dashboard = createDashboardWorld(desk)
  const look = async () => {
    const { run, kpis, revenue, period, clients } = await dashboard.view()
    return { id: run?.id, figures: { kpis, revenue, period, bySegment: clients.bySegment } }
  }
  const old = await look()
  const before = await desk.clients.loadWithFacts(
    (await desk.dump()).find(({ sk }) => sk === 'CLIENT')!['id'] as string,
  )
  await desk.clients.save(before, { ...before!, facts: [] })
  const seen: Awaited<ReturnType<typeof look>>[] = []
  let calls = 0
  runner.faults.before(async () => {
    if (calls++ % 3 === 0) seen.push(await look())
  })

  await runner.run({ runId: 'new' })

  runner.faults.heal()
  const fresh = await look()
  expect(fresh.id).toBe('new')
  expect(fresh.figures).not.toEqual(old.figures)
  for (const { id, figures } of seen) expect(figures).toEqual(id === 'old' ? old.figures : fresh.figures)
  const flips = seen.filter(({ id }, index) => index > 0 && id !== seen[index - 1]!.id)
  expect(flips.map(({ id }) => id)).toEqual(['new'])
})
