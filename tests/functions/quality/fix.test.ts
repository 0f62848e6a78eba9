import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { headlines, miniature } from '#shared/quality/effect'
import type { Snapshot } from '#shared/portfolio/snapshot'
import { planMoves } from '#functions/quality/fix-issue'
import { currentRun } from '#functions/quality/scan-effects'
import { createWorld, type World } from '#tests/harness/world'
import { createFiles, type Files } from '../imports/imports-world.ts'
import { aRunner } from '../pipeline/run-world.ts'
import { aDemoHouse, aScanner, today } from './quality-world.ts'

let world: World
let files: Files
beforeAll(async () => {
  world = await createWorld({ services: ['dynamodb', 's3'] })
  files = await createFiles(world)
}, 60_000)
afterAll(() => world.stop())

const everything = async (desk: Awaited<ReturnType<World['createTableWorld']>>) =>
  (await desk.dump())
    .filter(
      ({ pk, sk }) =>
        (pk.startsWith('CLIENT#') && sk !== 'CLIENT') || (pk.startsWith('FLOW#') && sk !== 'VERSION'),
    )
    .map(canonical)
    .filter((text) => !/^\{"pk":"FLOW#\d+","sk":"[^"]+"\}$/.test(text))

/** Whatever the order of attributes; a sum that came back to 0 is one that never was. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(
          Object.entries(part)
            .filter(([, inner]) => inner !== 0)
            .sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : part,
  )
}

describe('a batch of fixes', () => {
  test(
    'moves the figures by exactly what was shown, and taken back leaves equal facts, flows and sums',
    { timeout: 240_000 },
    async () => {
      const desk = await world.createTableWorld()
      await aDemoHouse(desk, 250)
      const runner = aRunner(desk)
      await runner.run({ runId: 'first' })
      const scanner = aScanner(desk, files)
      await scanner.scan('one')
      await scanner.steps.effects('one')
      const before = await everything(desk)
      const sums = await runner.sumOfValues('first')
      const snapshot = await scanner.stores.runs.loadSnapshot('first')
      const figures = async (): Promise<ReturnType<typeof headlines>> =>
        headlines(miniature({ ...snapshot, sums: await runner.sumOfValues('first') } as Snapshot))
      const now = await figures()
      const measured = await currentRun({ table: desk.table, shards: 1 })

      for (const rule of [
        'transaction-booked-twice',
        'transaction-price-negative',
        'client-closed-without-day',
        'client-channel-misspelled',
      ]) {
        const effect = (await scanner.issueOf(rule)).effect
        const { plan } = await scanner.plan(rule)
        const shown = planMoves(plan, measured)
        const batch = await scanner.fix(rule)
        const then = await figures()

        for (const { kpi, now: from, then: to } of shown) {
          expect([rule, kpi, from]).toEqual([rule, kpi, now[kpi]])
          expect([rule, kpi, to]).toEqual([rule, kpi, then[kpi]])
        }
        expect(effect?.fixed).toEqual(shown)
        expect(batch.clients).toBeGreaterThan(1)

        const back = await scanner.revert(batch)
        expect(back.kept).toEqual([])
        expect(await runner.sumOfValues('first')).toEqual(sums)
        expect(await everything(desk)).toEqual(before)
      }
      const moved = (await scanner.issueOf('transaction-price-negative')).effect?.fixed.find(
        ({ kpi }) => kpi === 'revenue-12',
      )
      expect(moved?.now).not.toBeNull()
      expect(today).toBe('2026-11-22')
    },
  )

  test('leaves what was changed since as it is when it is taken back', { timeout: 240_000 }, async () => {
    const desk = await world.createTableWorld()
    await aDemoHouse(desk, 250)
    const scanner = aScanner(desk, files)
    await scanner.scan('one')
    const batch = await scanner.fix('client-email-misspelled')
    const { plan } = await scanner.plan('client-email-misspelled')
    expect(plan.changes).toEqual([])
    const issue = await scanner.issueOf('client-email-misspelled')
    const id = issue.sample[0]?.clientId ?? ''
    const client = (await desk.clients.loadWithFacts(id))!
    const edited = { ...client.client, profile: { ...client.client.profile, email: 'own@example.com' } }
    await desk.clients.save(client, { ...client, client: edited })

    const back = await scanner.revert(batch)

    expect(back.kept).toEqual([id])
    expect((await desk.clients.load(id))?.profile.email).toBe('own@example.com')
  })

  test(
    'the next full scan finds nothing left: the issue passes by itself, and comes back under its id',
    { timeout: 240_000 },
    async () => {
      const desk = await world.createTableWorld()
      await aDemoHouse(desk, 250)
      const scanner = aScanner(desk, files)
      await scanner.scan('one')
      const { id } = await scanner.issueOf('transaction-amount-zero')
      const batch = await scanner.fix('transaction-amount-zero')

      await scanner.scan('two')
      const passed = await scanner.stores.issues.load(id)
      expect([passed?.status, passed?.isAutoResolved, passed?.count]).toEqual(['resolved', true, 0])

      await scanner.revert(batch)
      await scanner.scan('three', 'hourly')
      const back = await scanner.stores.issues.load(id)
      expect([back?.status, back?.timesReopened]).toEqual(['reopened', 1])
      const kinds = (await scanner.stores.issues.history(id)).map(({ kind }) => kind)
      expect(kinds).toEqual(['detected', 'passed', 'reopened', 'counted'])
    },
  )
})
