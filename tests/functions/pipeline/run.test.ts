import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as v from 'valibot'
import { revised } from '#shared/client/change'
import { ReportCardView } from '#shared/pipeline/report-card-view.schema'
import { defaultSettings } from '#shared/portfolio/context'
import { anOrder } from '#tests/builders/facts'
import { createWorld, type TableWorld, type World } from '#tests/harness/world'
import { aBank, aRunner, asOf } from './run-world.ts'

let world: World
let desk: TableWorld
let small: TableWorld
beforeAll(async () => {
  world = await createWorld()
  desk = await aBank(world, { clients: 105, shards: 2 })
  small = await aBank(world, { clients: 12, shards: 2 })
})
afterAll(async () => {
  await world.stop()
})

const clientItems = async () => (await small.dump()).filter(({ pk }) => pk.startsWith('CLIENT#'))

describe('a run', () => {
  test('publishes the sum of the values of all clients, checked against the live flows', async () => {
    const runner = aRunner(desk)

    await runner.run({ runId: 'first' })

    const { runs } = runner.stores
    const run = await runs.load('first')
    expect(
      run?.fits
        .filter(({ isChosen }) => isChosen)
        .map(({ model }) => model)
        .sort(),
    ).toEqual(['gamma-gamma', 'hazard-of-loss', 'mbg-nbd'])
    const snapshot = await runs.loadSnapshot('first')
    expect(run).toMatchObject({ status: 'published', isStudy: false, reconciliation: 'equal', clients: 105 })
    expect(snapshot?.sums).toEqual(await runner.sumOfValues('first'))
    expect(snapshot?.clients).toBe(105)
    expect(await runs.current()).toMatchObject({ runId: 'first', asOf: run?.asOf })
    expect((await runs.current()).opening).toBeUndefined()
    expect(run!.asOf! <= asOf).toBe(true)
  })

  test('values under the settings of the house, says which version, and a later change leaves it alone', async () => {
    const runner = aRunner(small)
    const { settings, runs } = runner.stores
    const by = { id: 'u-1', name: 'Ada' }
    const chosen = { ...defaultSettings, horizonMonths: 12, activityWindowDays: 60 }
    await settings.save('valuation', chosen, { version: 0, by, at: '2026-03-14T12:00:00.000Z' })

    await runner.steps.open({ runId: 'chosen', reason: 'nightly' })
    await settings.save('valuation', defaultSettings, { version: 1, by, at: '2026-03-14T12:01:00.000Z' })
    await runner.steps.summarise('chosen')
    await runner.steps.fit('chosen')

    expect(await runs.load('chosen')).toMatchObject({ settings: chosen, settingsVersion: 1 })
    expect(await runs.loadContext('chosen')).toMatchObject({ settings: chosen, activityWindowDays: 60 })
    expect((await settings.loadVersion(1))?.parts.valuation).toEqual(chosen)
  })

  test('keeps the report card of its models: what they said of days they had not seen', async () => {
    const card = await aRunner(desk).stores.runs.loadCard('first')

    expect(v.is(ReportCardView, card)).toBe(true)
    expect(card?.purchases.reason).toBeNull()
    expect(card?.purchases.holdout).toMatchObject({ model: 'mbg-nbd', share: 1 })
    expect(card?.purchases.holdout?.days).toBeLessThanOrEqual(365)
    expect(card?.loss.test === null).toBe(card?.loss.reason !== null)
  })

  test('that is always short of time goes on where it stopped and comes to the same', async () => {
    const runner = aRunner(desk)
    await runner.steps.open({ runId: 'in-pieces', reason: 'nightly' })
    const summarised = await runner.steps.summarise('in-pieces', () => 0)
    await runner.steps.fit('in-pieces')
    const valued = await runner.steps.value('in-pieces', () => 0)
    const associated = await runner.steps.associate('in-pieces', () => 0)
    await runner.steps.publish('in-pieces')

    expect(valued).toBeGreaterThan(desk.shards)
    expect(associated).toBeGreaterThan(desk.shards)
    expect(summarised).toBeGreaterThanOrEqual(desk.shards)
    const pieces = await runner.stores.runs.loadSnapshot('in-pieces')
    expect(pieces?.sums).toEqual(await runner.sumOfValues('in-pieces'))
    expect(pieces?.clients).toBe(105)
  })

  test('started again from its first step after it had got far in small pieces counts nobody twice', async () => {
    const runner = aRunner(desk)
    await runner.steps.open({ runId: 'restarted', reason: 'nightly' })
    await runner.steps.summarise('restarted', () => 0)
    await runner.steps.fit('restarted')
    await runner.steps.value('restarted', () => 0)

    await runner.run({ runId: 'restarted' })

    const run = await runner.stores.runs.load('restarted')
    expect(run).toMatchObject({ clients: 105, reconciliation: 'equal' })
    expect((await runner.stores.runs.loadSnapshot('restarted'))?.sums).toEqual(
      await runner.sumOfValues('restarted'),
    )
  })

  test('whose scan ends its pages anywhere and misses facts reads those clients again', async () => {
    const runner = aRunner(small)
    let page = 0
    let missed = 0
    runner.faults.before((kind, input) => {
      if (kind === 'Scan') input['Limit'] = 1 + (page++ % 7)
    })
    runner.faults.reshape((kind, answer) => {
      const items = (answer['Items'] ?? []) as Record<string, unknown>[]
      const fact = items.findIndex(({ sk }) => String(sk).startsWith('TXN#'))
      if (kind !== 'Scan' || fact < 0 || page % 3 !== 0) return answer
      missed += 1
      return { ...answer, Items: items.filter((_, index) => index !== fact) }
    })

    await runner.run({ runId: 'by-small-pages' })

    expect(missed).toBeGreaterThan(3)
    runner.faults.heal()
    expect((await runner.stores.runs.loadSnapshot('by-small-pages'))?.sums).toEqual(
      await runner.sumOfValues('by-small-pages'),
    )
  })
})

describe('a study', () => {
  test('of an earlier day publishes under its own id, writes no client and replaces no run', async () => {
    const runner = aRunner(small)
    await runner.run({ runId: 'the-current-one' })
    const { runs } = runner.stores
    const current = await runs.current()
    const before = await clientItems()

    await runner.run({ runId: 'study', asOf: '2025-06-30' })

    expect(await clientItems()).toEqual(before)
    expect(current.runId).toBe('the-current-one')
    expect(await runs.current()).toEqual(current)
    expect((await runs.loadSnapshot('study'))?.asOf).toBe('2025-06-30')
    expect((await runs.loadSnapshot('study'))?.sums).toEqual(await runner.sumOfValues('study'))
    expect(await runs.load('study')).toMatchObject({ status: 'published', isStudy: true })
  })
})

describe('the check of the live flows', () => {
  test('says that it could not verify when facts changed meanwhile, and equal again with the next run', async () => {
    const runner = aRunner(small)
    await runner.steps.open({ runId: 'moved', reason: 'nightly' })
    await runner.steps.summarise('moved')
    await runner.steps.fit('moved')
    await runner.steps.value('moved')
    const newcomer = revised('newcomer', undefined, { put: [anOrder()], channels: [] })
    await small.clients.save(undefined, newcomer)
    await runner.steps.publish('moved')
    await runner.run({ runId: 'still' })

    expect(await runner.stores.runs.load('moved')).toMatchObject({ reconciliation: 'not-verified' })
    expect(await runner.stores.runs.load('still')).toMatchObject({ reconciliation: 'equal', clients: 13 })
  })

  test.each([
    ['of the portfolio', { pk: 'FLOW#1', sk: '2025#web' }, 'revenue07'],
    ['of a product', { pk: 'PRODUCT#rated', sk: 'FLOW#2025#0' }, 'orders07'],
    ['of a month nobody has facts in', { pk: 'FLOW#0', sk: '1999#web' }, 'buyers01'],
  ])('finds a cent too much in a flow %s', async (_, key, attribute) => {
    const runner = aRunner(small)
    const addBy = (amount: number) =>
      small.table.transact([
        {
          Update: {
            Key: key,
            UpdateExpression: 'ADD #name :amount',
            ExpressionAttributeNames: { '#name': attribute },
            ExpressionAttributeValues: { ':amount': amount },
          },
        },
      ])
    await addBy(1)

    await runner.run({ runId: `tampered-${attribute}` })

    expect(await runner.stores.runs.load(`tampered-${attribute}`)).toMatchObject({
      reconciliation: 'different',
    })
    await addBy(-1)
  })
})
