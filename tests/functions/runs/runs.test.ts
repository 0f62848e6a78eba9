import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Role } from '#shared/access/rights'
import { newRun, type Run } from '#shared/pipeline/run'
import type { RunView } from '#shared/pipeline/run-view.schema'
import { createCursors } from '#functions/http/cursor'
import { runsRoutes } from '#functions/runs/runs.routes'
import { createPublished } from '#functions/store/published'
import { createRunsStore, type RunsStore } from '#functions/store/runs.store'
import { createWorld, type TableWorld, type World } from '#tests/harness/world'
import { fromSite, httpSurroundings } from '../http/greetings.ts'

let world: World
let desk: TableWorld
let runs: RunsStore
const started: unknown[] = []
const idOf = (index: number) => `run-${String(index).padStart(2, '0')}`
beforeAll(async () => {
  world = await createWorld()
  desk = await world.createTableWorld()
  runs = createRunsStore({ table: desk.table })
  for (let index = 0; index < 45; index++) {
    const day = String(1 + (index % 28)).padStart(2, '0')
    const run = newRun(
      { runId: idOf(index), reason: 'nightly' },
      `2026-0${1 + Math.floor(index / 28)}-${day}T02:15:00.000Z`,
    )
    await runs.open(run)
  }
})
afterAll(async () => {
  await world.stop()
})

function ask(path: string, { role = 'viewer', body }: { role?: Role; body?: unknown } = {}) {
  const app = runsRoutes({
    http: httpSurroundings(),
    runs,
    cursors: createCursors('a secret of the tests'),
    stores: { clients: desk.clients, published: createPublished(runs) },
    startRun: (wish) => {
      started.push(wish)
      return Promise.resolve({ id: 'new-run' } as Run)
    },
  })
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
  return app.request(`/api/runs${path}`, { headers: fromSite(role), ...init })
}

interface Page {
  readonly items: RunView[]
  readonly next: string | null
}

describe('runs', () => {
  test('are listed newest first, all of them once', async () => {
    const ids: string[] = []
    const sizes: number[] = []
    let next: string | null = null
    do {
      const page: Page = await (await ask(next === null ? '' : `?cursor=${encodeURIComponent(next)}`)).json()
      ids.push(...page.items.map(({ id }) => id))
      sizes.push(page.items.length)
      next = page.next
    } while (next !== null)

    expect(sizes).toEqual([20, 20, 5])
    expect(ids).toEqual(Array.from({ length: 45 }, (_, index) => idOf(44 - index)))
  })

  test('say how far they are, step by step over the shards', async () => {
    await runs.update(idOf(3), { status: 'running', asOf: '2026-03-14', clients: 10 })
    await runs.report(idOf(3), 'open', { state: 'done', done: 0 })
    await runs.report(idOf(3), 'summarise#0', { state: 'done', done: 6 })
    await runs.report(idOf(3), 'summarise#1', { state: 'running', done: 2 })

    const run = (await (await ask(`/${idOf(3)}`)).json()) as RunView

    expect(run).toMatchObject({ status: 'running', step: 'summarise', asOf: '2026-03-14', isCurrent: false })
    expect(run.steps.map(({ name, state, done, total }) => [name, state, done, total]).slice(0, 3)).toEqual([
      ['open', 'done', 0, null],
      ['summarise', 'running', 8, 10],
      ['fit', 'waiting', 0, null],
    ])
  })

  test('that are not there are not found; a made-up page link is refused', async () => {
    expect((await ask('/nothing')).status).toBe(404)
    expect((await ask('?cursor=made-up')).status).toBe(400)
  })

  test('show their report card to whoever sees figures; without one, or without the run, it is not found', async () => {
    const card = {
      asOf: '2026-03-14',
      purchases: { holdout: null, reason: 'Too young.' },
      loss: { test: null, reason: 'No account.' },
    }
    await runs.saveCard(idOf(5), card)

    expect(await (await ask(`/${idOf(5)}/card`)).json()).toEqual(card)
    const [bare, nowhere] = [await ask(`/${idOf(6)}/card`), await ask('/nothing/card')]
    expect([bare.status, ((await bare.json()) as { code: string }).code]).toEqual([404, 'run.no-card'])
    expect([nowhere.status, ((await nowhere.json()) as { code: string }).code]).toEqual([
      404,
      'run.not-found',
    ])
  })

  test.each([
    ['viewer', 403],
    ['analyst', 403],
    ['steward', 202],
    ['admin', 202],
  ] as const)('are started by whoever may: %s gets %i', async (role, status) => {
    started.length = 0

    const answer = await ask('', { role, body: { asOf: '2025-12-31', model: 'pareto-nbd' } })

    expect(answer.status).toBe(status)
    expect(started).toEqual(status === 202 ? [{ asOf: '2025-12-31', model: 'pareto-nbd' }] : [])
  })

  test.each([
    { asOf: '31.12.2025' },
    { asOf: '2025-02-30' },
    { model: 'crystal-ball' },
    { horizonMonths: 0 },
    { horizonMonths: 1.5 },
    { pirate: true },
  ])('are not started with %j', async (body) => {
    started.length = 0

    expect((await ask('', { role: 'steward', body })).status).toBe(400)
    expect(started).toEqual([])
  })
})

describe('publishing', () => {
  test('shows the run that started last, whichever finishes last, and a replay changes nothing', async () => {
    const own = await world.createTableWorld()
    const store = createRunsStore({ table: own.table })
    const run = (id: string, startedAt: string) => ({
      ...newRun({ runId: id, reason: 'nightly' }, startedAt),
      asOf: '2026-03-14',
    })
    const [early, late] = [run('early', '2026-03-14T01:00:00Z'), run('late', '2026-03-14T02:00:00Z')]
    await store.open(early)
    await store.open(late)

    expect(await store.publish(late, '2026-03-14T03:00:00Z', {})).toBe(true)
    expect(await store.publish(early, '2026-03-14T04:00:00Z', {})).toBe(false)
    expect(await store.publish(late, '2026-03-14T03:00:00Z', {})).toBe(true)

    expect(await store.current()).toMatchObject({ runId: 'late' })
    expect((await store.current()).opening).toBeUndefined()
  })

  test('leaves the mark of a run that opened meanwhile', async () => {
    const own = await world.createTableWorld()
    const store = createRunsStore({ table: own.table })
    await store.open(newRun({ runId: 'one', reason: 'nightly' }, '2026-03-14T01:00:00Z'))
    await store.open(newRun({ runId: 'two', reason: 'import' }, '2026-03-14T02:00:00Z'))

    await store.closeOpening('one')

    expect(await store.current()).toMatchObject({ opening: 'two' })
    await store.closeOpening('two')
    expect((await store.current()).opening).toBeUndefined()
  })
})
