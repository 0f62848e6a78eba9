import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ClientView } from '#shared/client/client-view.schema'
import type { DifferenceView, ScoreHistory } from '#shared/client/score-history.schema'
import type { TransactionsAnswer } from '#shared/client/transactions.schema'
import { add, addInto, type Contribution, subtract } from '#shared/portfolio/contribution'
import { sumsOf } from '#shared/portfolio/snapshot'
import { value } from '#shared/portfolio/value'
import { createFlowsStore } from '#functions/store/flows.store'
import { publishRun } from '#functions/pipeline/publish'
import { createWorld, type TableWorld, type World } from '#tests/harness/world'
import { aBank, aRunner, type Runner } from '../pipeline/run-world.ts'
import { createClientsWorld } from './clients-world.ts'

let world: World
let desk: TableWorld
let runner: Runner
let clients: ReturnType<typeof createClientsWorld>
const id = 'buyer-3'

beforeAll(async () => {
  world = await createWorld()
  desk = await aBank(world, { clients: 60, shards: 2 })
  runner = aRunner(desk)
  await runner.run({ runId: 'first' })
  clients = createClientsWorld(desk)
})
afterAll(async () => {
  await world.stop()
})

const view = async (of = id) => (await (await clients.get(`/${of}`)).json()) as ClientView
const flows = () => createFlowsStore({ table: desk.table, shards: desk.shards })
const purchase = (rest: object = {}) => ({
  id: 'posted-1',
  day: '2026-03-18',
  lines: [{ productId: 'rated', kind: 'purchase', amountCents: 45_67 }],
  ...rest,
})

describe('a posted transaction', () => {
  test('moves live revenue by exactly its amount and the client’s CLV at once, once however often it is posted', async () => {
    const before = await view()
    const revenue = (await flows().month('2026-03')).revenue

    const first = await clients.post(`/${id}/transactions`, purchase())
    const again = await clients.post(`/${id}/transactions`, purchase())

    expect([first.status, again.status]).toEqual([200, 200])
    expect((await first.json()) as TransactionsAnswer).toMatchObject({
      recorded: ['posted-1'],
      unchanged: [],
    })
    expect((await again.json()) as TransactionsAnswer).toMatchObject({
      recorded: [],
      unchanged: ['posted-1'],
    })
    expect((await flows().month('2026-03')).revenue).toBe(revenue + 45_67)
    const after = await view()
    expect(after.live).toMatchObject({ asOf: '2026-03-18', changes: 1 })
    expect(after.value.total.value).not.toBe(before.value.total.value)
    expect(after.value.historic.value! - before.value.historic.value!).toBe(Math.round(45_67 * 0.35))
    const { fromTotalCents, byTimeCents, byFactsCents } = after.live!
    expect(fromTotalCents).toBe(before.value.total.value)
    expect(fromTotalCents! + byTimeCents + byFactsCents).toBe(after.value.total.value)
    expect((await flows().versions()).changed['first']).toBe(1)
  })

  test('moves the sum of the next run by exactly the difference of the client', async () => {
    const stored = (await desk.clients.loadWithFacts(id))!
    const without = {
      ...stored,
      facts: stored.facts.filter((fact) => !('id' in fact) || fact.id !== 'posted-1'),
    }

    await runner.run({ runId: 'second' })

    const context = (await runner.stores.runs.loadContext('second'))!
    const sum: Contribution = new Map()
    for (const item of (await desk.dump()).filter(({ sk }) => sk === 'CLIENT')) {
      const client = (await desk.clients.loadWithFacts(String(item['id'])))!
      addInto(sum, value(client.client.id === id ? without : client, context).contribution)
    }
    const difference = subtract(value(stored, context).contribution, value(without, context).contribution)
    expect((await runner.stores.runs.loadSnapshot('second'))?.sums).toEqual(sumsOf(add(sum, difference)))
    expect((await desk.clients.load(id))?.live).toBeUndefined()
    expect((await view()).live).toBeNull()
  })

  test('with other content under the same id replaces, in a batch all or nothing', async () => {
    const answer = await clients.post(`/${id}/transactions`, {
      transactions: [
        purchase({ lines: [{ kind: 'purchase', amountCents: 10_00 }] }),
        purchase({ id: 'posted-2', day: '2026-03-19' }),
      ],
    })

    expect(await answer.json()).toMatchObject({
      replaced: ['posted-1'],
      recorded: ['posted-2'],
      unchanged: [],
    })
  })

  test('that makes no sense is refused with everything wrong at once, and nothing is written', async () => {
    const before = await desk.dump()

    const answer = await clients.post(`/${id}/transactions`, {
      transactions: [
        { id: '', day: '2026-02-30', lines: [] },
        { id: 'x', day: '2026-03-01', lines: [{ kind: 'purchase', amountCents: 1.5 }] },
        { id: 'y', day: '2026-03-01', lines: [{ kind: 'refund', amountCents: 5 }] },
      ],
    })
    const later = await clients.post(`/${id}/transactions`, {
      transactions: [purchase({ id: 'z', day: '2026-03-21' }), purchase({ id: 'z' })],
    })

    const paths = async (response: Response) =>
      ((await response.json()) as { details: { issues: { path: string }[] } }).details.issues.map(
        ({ path }) => path,
      )
    expect([answer.status, later.status]).toEqual([400, 400])
    expect(await paths(answer)).toEqual([
      'transactions.0.id',
      'transactions.0.day',
      'transactions.0.lines',
      'transactions.1.lines.0.amountCents',
      'transactions.2.lines.0.amountCents',
    ])
    expect(await paths(later)).toEqual(['transactions.0.day', 'transactions.1.id'])
    expect(await desk.dump()).toEqual(before)
  })

  test('needs the right to edit, and a client', async () => {
    const viewer = await clients.post(`/${id}/transactions`, purchase(), 'analyst')
    const nobody = await clients.post('/nobody/transactions', purchase())

    expect([viewer.status, nobody.status]).toEqual([403, 404])
  })

  test('takes a hundred at once', async () => {
    const transactions = Array.from({ length: 100 }, (_, index) => purchase({ id: `many-${index}` }))

    const answer = await clients.post('/buyer-5/transactions', { transactions })

    expect(answer.status).toBe(200)
    expect(((await answer.json()) as TransactionsAnswer).recorded).toHaveLength(100)
  })
})

describe('a client changed while a run is on its way', () => {
  test('has a live score under the new run as soon as that is current', async () => {
    await runner.steps.open({ runId: 'third', reason: 'nightly' })
    await runner.steps.summarise('third')
    await runner.steps.fit('third')
    await runner.steps.value('third')
    await clients.post('/buyer-7/transactions', purchase({ id: 'meanwhile', day: '2026-03-20' }))
    expect((await desk.clients.load('buyer-7'))?.live?.runId).toBe('second')

    await publishRun('third', { ...runner.deps, clock: () => '2026-03-20T18:00:00.000Z' })

    const { live } = (await desk.clients.load('buyer-7'))!
    expect(live).toMatchObject({ runId: 'third', asOf: '2026-03-20' })
    expect((await desk.dump()).filter(({ sk }) => sk.startsWith('CHANGED#'))).toEqual([])
    expect((await flows().versions()).changed['third']).toBe(1)
  })
})

describe('the history of a score', () => {
  test('keeps what each run said, once, and says today’s rules of the month ends before', async () => {
    const history = (await (await clients.get(`/${id}/history`)).json()) as ScoreHistory

    const said = history.points.filter(({ source }) => source === 'said')
    expect(said.length).toBe(history.said)
    expect(said.map(({ runId }) => runId)).toEqual(expect.arrayContaining(['first']))
    expect(new Set(said.map(({ runId }) => runId)).size).toBe(said.length)
    expect(history.points.filter(({ source }) => source === 'recomputed').length).toBeGreaterThan(3)
    const days = history.points.filter(({ source }) => source === 'recomputed').map(({ day }) => day)
    expect(days).toEqual([...days].sort())
  })

  test('differs between two days by exactly the sum of what moved', async () => {
    for (const of of ['buyer-3', 'holder-2', 'holder-5']) {
      const { from, to } = (await (await clients.get(`/${of}/history`)).json()) as ScoreHistory
      const answer = await clients.get(`/${of}/difference?from=${from}&to=${to}`)
      const { health, value: worth, churn } = (await answer.json()) as DifferenceView

      const sum = (values: readonly number[]) => values.reduce((total, one) => total + one, 0)
      expect(sum(health.parts.map(({ points }) => points))).toBeCloseTo(
        (health.to ?? 0) - (health.from ?? 0),
        8,
      )
      if (worth.from !== null && worth.to !== null) {
        expect(sum(worth.inputs.map(({ cents }) => cents))).toBeCloseTo(worth.predictedCents!, 4)
        // Each predicted value is rounded to a whole minor unit, so the change of the total may be two away.
        expect(
          Math.abs(worth.historicCents + worth.predictedCents! - (worth.to - worth.from)),
        ).toBeLessThanOrEqual(2)
      }
      if (churn.from !== null && churn.to !== null && churn.factors.length > 0)
        expect(sum(churn.factors.map(({ share }) => share))).toBeCloseTo(churn.to - churn.from, 10)
    }
  })

  test('replays what a run said bit for bit as long as the facts are the same', async () => {
    const history = (await (await clients.get('/holder-2/history')).json()) as ScoreHistory
    const { day } = history.points.find(({ source }) => source === 'said')!

    const same = (await (
      await clients.get(`/holder-2/difference?from=${day}&to=${day}`)
    ).json()) as DifferenceView
    await clients.post('/holder-2/transactions', purchase({ id: 'late', day: history.from }))
    const late = (await (
      await clients.get(`/holder-2/difference?from=${day}&to=${day}`)
    ).json()) as DifferenceView

    expect(same.replays.map(({ outcome }) => outcome)).toEqual(['equal'])
    expect(late.replays.map(({ outcome }) => outcome)).toEqual(['facts-changed'])
  })

  test('of days outside the client’s life is refused', async () => {
    const answer = await clients.get(`/${id}/difference?from=1999-01-01&to=2026-12-31`)

    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ details: { issues: [{ path: 'from' }, { path: 'to' }] } })
  })
})

describe('the audit trail', () => {
  test('has one entry for a posted transaction, none for the same again, none for a refused one', async () => {
    const before = clients.audited.length

    await clients.post(`/buyer-9/transactions`, purchase())
    await clients.post(`/buyer-9/transactions`, purchase())
    await clients.post(`/buyer-9/transactions`, purchase({ day: 'never' }))

    expect(clients.audited.slice(before)).toMatchObject([
      {
        action: 'client.transactions-recorded',
        subject: { kind: 'client', id: 'buyer-9' },
        details: { recorded: 1, replaced: 0, unchanged: 0 },
      },
    ])
  })
})

describe('a change by hand', () => {
  test('of a client’s profile shows its live score in the same save', async () => {
    const before = await view('holder-4')

    const answer = await clients.send('POST', '/clients/holder-4/profile', {
      was: { declaredStatus: null },
      to: { declaredStatus: 'closed' },
    })

    expect(answer.status).toBe(200)
    const after = await view('holder-4')
    expect(after.live).toMatchObject({ changes: 1, fromTotalCents: before.value.total.value })
    expect(after.live!.byFactsCents).not.toBe(0)
  })

  test('that merges two clients, or parts them again, shows live scores of what they hold then', async () => {
    const { value: alone } = await view('buyer-2')

    const merged = await clients.send('POST', '/clients/buyer-6/merge', { into: 'buyer-2' })
    const { live, value: together } = await view('buyer-2')
    await clients.send('DELETE', '/clients/buyer-6/merge')
    const { value: again } = await view('buyer-2')

    expect(merged.body).toMatchObject({ isDone: true })
    expect((await desk.clients.load('buyer-2'))?.live).toBeDefined()
    expect((await desk.clients.load('buyer-6'))?.live).toBeDefined()
    expect(live).not.toBeNull()
    expect(together.historic.value).toBeGreaterThan(alone.historic.value!)
    expect(again.total.value).toBe(alone.total.value)
  })
})
