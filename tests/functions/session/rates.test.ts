import { InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createRatesStore, perUserAndAddress, type RatesStore } from '#functions/store/rates.store'
import { createWorld, type World } from '#tests/harness/world'
import { createSessionWorld, password, type SessionWorld } from './session-world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.stop())

describe('a token bucket', () => {
  const start = Date.parse('2026-01-01T00:00:00.000Z')
  const at = (seconds: number) => new Date(start + seconds * 1_000).toISOString()
  let rates: RatesStore
  beforeEach(async () => {
    rates = createRatesStore({ table: (await world.createTableWorld()).table })
  })
  const takeAll = async (count: number, second = 0) =>
    Promise.all(Array.from({ length: count }, () => rates.take(perUserAndAddress, 'ada', at(second))))

  test('gives ten at once, also to callers at once, and not one more', async () => {
    const taken = await takeAll(25)

    expect(taken.filter(({ isTaken }) => isTaken)).toHaveLength(10)
  })

  test('says when the next one is there, and keeps the promise', async () => {
    for (let count = 0; count < 10; count++) await rates.take(perUserAndAddress, 'ada', at(0))

    expect(await rates.take(perUserAndAddress, 'ada', at(0))).toEqual({
      isTaken: false,
      retryAfterSeconds: 30,
    })
    expect(await rates.take(perUserAndAddress, 'ada', at(29))).toEqual({
      isTaken: false,
      retryAfterSeconds: 1,
    })
    expect(await rates.take(perUserAndAddress, 'ada', at(30))).toEqual({ isTaken: true })
    expect(await rates.take(perUserAndAddress, 'ada', at(30))).toMatchObject({ isTaken: false })
  })

  test('is full again after five quiet minutes, and never more than full', async () => {
    await takeAll(10)

    expect((await takeAll(12, 3_600)).filter(({ isTaken }) => isTaken)).toHaveLength(10)
  })

  test('is of one subject', async () => {
    await takeAll(10)

    expect(await rates.take(perUserAndAddress, 'bob', at(0))).toEqual({ isTaken: true })
  })
})

describe('attempts to sign in', () => {
  let site: SessionWorld
  beforeEach(async () => {
    site = await createSessionWorld(world)
  })
  const guess = (username: string, address: string) =>
    site.step({ username, password: 'a guess' }, { address })

  test('are ten for one user from one address; then even the right password waits', async () => {
    for (let count = 0; count < 10; count++) expect((await guess('ada', '192.0.2.1')).status).toBe(401)

    const answer = await site.step({ username: 'ADA', password }, { address: '192.0.2.1' })

    expect(answer.status).toBe(429)
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await answer.json()).toMatchObject({ code: 'session.too-many-attempts' })
    expect(site.identity.commandCalls(InitiateAuthCommand)).toHaveLength(10)
  })

  test('of a stranger elsewhere do not keep the owner out', async () => {
    for (let count = 0; count < 12; count++) await guess('ada', '192.0.2.1')

    expect((await site.step({ username: 'ada', password }, { address: '192.0.2.2' })).status).toBe(200)
  })

  test('begin anew once the owner is in', async () => {
    for (let round = 0; round < 3; round++) {
      for (let count = 0; count < 9; count++) await guess('ada', '192.0.2.1')
      expect((await site.step({ username: 'ada', password }, { address: '192.0.2.1' })).status).toBe(200)
    }
  })

  test('are a hundred from one address, whoever is tried', async () => {
    const statuses: number[] = []
    for (let count = 0; count < 101; count++)
      statuses.push((await guess(`user-${count}`, '192.0.2.9')).status)

    expect(statuses.filter((status) => status === 401)).toHaveLength(100)
    expect(statuses.at(-1)).toBe(429)
  })
})
