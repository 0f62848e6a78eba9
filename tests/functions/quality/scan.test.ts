import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createWorld, type World } from '#tests/harness/world'
import { createFiles, type Files } from '../imports/imports-world.ts'
import { aDemoHouse, aScanner } from './quality-world.ts'

let world: World
let files: Files
beforeAll(async () => {
  world = await createWorld({ services: ['dynamodb', 's3'] })
  files = await createFiles(world)
}, 60_000)
afterAll(() => world.stop())

/** Issues without what depends on which scan saw them, and when. */
const said = (issues: Awaited<ReturnType<ReturnType<typeof aScanner>['issues']>>) =>
  issues.map(({ id, rule, count, clients, status, severity, events, timesReopened, sample }) => ({
    id,
    rule,
    count,
    clients,
    status,
    severity,
    events,
    timesReopened,
    sample,
  }))

describe('a scan of the demonstration', () => {
  test('finds every planted fault in the table, on one shard and on four', { timeout: 240_000 }, async () => {
    const found = []
    for (const shards of [1, 4]) {
      const desk = await world.createTableWorld({ shards })
      const truth = await aDemoHouse(desk, 250)
      const scanner = aScanner(desk, files)

      await scanner.scan(`drill-${shards}`)

      const drill = await scanner.drill(truth)
      expect(drill.rows.flatMap(({ kind, missed }) => missed.map((id) => `${kind} ${id}`))).toEqual([])
      expect(drill.rows.flatMap(({ kind, falseAlarms }) => falseAlarms.map((id) => `${kind} ${id}`))).toEqual(
        [],
      )
      found.push(said(await scanner.issues()).map(({ sample: _sample, ...rest }) => rest))
    }
    expect(found[1]).toEqual(found[0])
  })

  test(
    'killed at any write, and stopped for time, ends as one scan that was not',
    { timeout: 240_000 },
    async () => {
      const desk = await world.createTableWorld()
      await aDemoHouse(desk, 250)
      const calm = aScanner(desk, files)
      await calm.scan('calm')
      const expected = said(await calm.issues())
      const other = await world.createTableWorld()
      await aDemoHouse(other, 250)
      const hurried = aScanner(other, files)

      let kills = 0
      const survive = async (work: () => Promise<unknown>) => {
        for (const at of [0, 1, 2, 3, 5, 8, 13, 21, 34]) {
          hurried.faults.kill(at)
          try {
            await work()
          } catch (error) {
            if ((error as Error).message !== 'killed') throw error
            kills += 1
          }
          hurried.faults.heal()
        }
        await work()
      }
      let asked = 0
      await survive(() => hurried.steps.open('hurried'))
      await survive(() => hurried.steps.share('hurried', () => (++asked % 3 === 0 ? 0 : 120_000)))
      await survive(() => hurried.steps.settle('hurried', () => (++asked % 2 === 0 ? 0 : 120_000)))

      expect(kills).toBeGreaterThan(15)
      expect(said(await hurried.issues())).toEqual(expected)
      for (const issue of await hurried.issues())
        expect(await hurried.stores.issues.history(issue.id)).toHaveLength(issue.events)
    },
  )

  test('two scans at once open no issue twice and lose no event', { timeout: 240_000 }, async () => {
    const desk = await world.createTableWorld()
    await aDemoHouse(desk, 250)
    const scanner = aScanner(desk, files)

    await Promise.all([scanner.scan('one'), scanner.scan('two')])

    const issues = await scanner.issues()
    expect(new Set(issues.map(({ rule, field, source }) => `${rule}|${field}|${source}`)).size).toBe(
      issues.length,
    )
    for (const issue of issues) {
      const history = await scanner.stores.issues.history(issue.id)
      expect(history.map(({ kind }) => kind)).toEqual(['detected'])
      expect(issue.events).toBe(1)
    }
  })
})
