import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { roles } from '#shared/access/rights'
import { sections } from '#shared/sections'
import { createTokens } from '#functions/http/tokens'
import { createWorld, type World } from '#tests/harness/world'
import {
  createKey,
  createSessionWorld,
  createTestClock,
  clientId,
  idClaims,
  issuer,
  servingKeys,
  sign,
  wordsOf,
} from '../session/session-world.ts'
import type { Files } from '../imports/imports-world.ts'
import { createReportsWorld } from '../reports/reports-world.ts'
import { describedRoutes, everyRoute, mayPass, routesWithBody } from './every-route.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const routes = everyRoute()
const closed = routes.filter(({ guards }) => !guards.includes('public'))
const changing = routes.filter(({ method }) => method !== 'GET')
const bodies = await routesWithBody()
const withBody = changing.filter(({ name }) => bodies.has(name))

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.stop())

describe('OWASP API security 2023', () => {
  test('API1 somebody else’s session answers exactly like one that never was', async () => {
    const site = await createSessionWorld(world, { ada: {}, bob: {} })
    await site.enter('ada')
    const cookie = await site.enter('bob')
    const hash = (await site.dump()).find(
      ({ pk, userId }) => pk.startsWith('SESSION#') && userId === 'sub-ada',
    )
    const foreign = await site.call('DELETE', `/list/${String(hash?.['hash'])}`, { cookie })
    const random = await site.call('DELETE', `/list/${'x'.repeat(43)}`, { cookie })

    expect(foreign.status).toBe(404)
    expect(await wordsOf(foreign)).toEqual(await wordsOf(random))
  })

  test.each(closed.map((route) => [route.name, route] as const))(
    'API2 %s is closed to whoever has no session',
    async (_, { call }) => {
      expect((await call()).status).toBe(401)
    },
  )

  test.each(withBody.map((route) => [route.name, route] as const))(
    'API3 %s takes no field that it does not know',
    async (_, { call }) => {
      const answer = await call({ role: 'admin', body: '{"isAdmin":true,"role":"owner"}' })

      expect(answer.status).toBe(400)
    },
  )

  test.each(withBody.map((route) => [route.name, route] as const))(
    'API4 %s refuses more than 64 KB, too deep and too many before reading on',
    async (_, { call }) => {
      const deep = `${'{"a":'.repeat(40)}1${'}'.repeat(40)}`
      const many = JSON.stringify(Object.fromEntries(Array.from({ length: 500 }, (_, key) => [`k${key}`, 1])))

      expect((await call({ role: 'admin', body: `{"a":"${'x'.repeat(70_000)}"}` })).status).toBe(413)
      expect((await call({ role: 'admin', body: deep })).status).toBe(400)
      expect((await call({ role: 'admin', body: many })).status).toBe(400)
    },
  )

  test('API4 every closed route waits once a user’s share of calls is used up', async () => {
    const limited = everyRoute({ limit: () => Promise.resolve(9) }).filter(
      ({ guards }) => !guards.includes('public'),
    )
    for (const { call, name } of limited) {
      const answer = await call({ role: 'admin' })
      expect([name, answer.status, answer.headers.get('retry-after')]).toEqual([name, 429, '9'])
    }
  })

  test.each(closed.flatMap((route) => roles.map((role) => [route.name, role, route] as const)))(
    'API5 %s as %s: as the table of rights says',
    async (_, role, route) => {
      const { status } = await route.call({ role })

      expect(status === 403).toBe(!mayPass(route, role))
      expect(status).not.toBe(401)
    },
  )

  test('API6 whoever asks for reports and downloads without end waits, whichever way they ask, and others do not', async () => {
    const noFiles = {} as Files // -- because nothing is written: no run, so each start is refused after its share was taken
    const reports = createReportsWorld(await world.createTableWorld(), noFiles)
    const wish = { type: 'revenue', format: 'csv' }
    const at = reports.advance(0)
    const start = (role: 'analyst' | 'steward') => {
      reports.advance(at - reports.advance(0))
      return reports.call('POST', '/api/reports', wish, role)
    }
    let answer = await start('analyst')
    let calls = 1
    for (; answer.status !== 429 && calls < 30; calls++) answer = await start('analyst')
    const download = await reports.call('GET', '/download_revenue_csv')

    expect(calls).toBeGreaterThan(20)
    for (const refused of [answer, download]) {
      expect(refused.status).toBe(429)
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    }
    expect((await start('steward')).status).not.toBe(429)
    reports.advance(Number(answer.headers.get('retry-after')) * 1_000)
    expect((await reports.call('POST', '/api/reports', wish)).status).not.toBe(429)
  })

  test('API7 no function fetches an address: only the issuer’s keys are ever asked for', () => {
    const fetching = globSync('functions/**/*.ts', { cwd: root }).filter((path) =>
      /(?<![.\w])fetch\(/.test(readFileSync(`${root}/${path}`, 'utf8')),
    )

    expect(fetching.map(String)).toEqual(['functions/http/tokens.ts'])
  })

  test('API9 every deployed route is documented and lies where its section is deployed', async () => {
    const deployed = sections.flatMap(({ prefixes }) => prefixes)

    expect(routes.map(({ name }) => name).sort()).toEqual((await describedRoutes()).sort())
    for (const { path } of routes)
      expect([path, deployed.some((prefix) => path === prefix || path.startsWith(`${prefix}/`))]).toEqual([
        path,
        true,
      ])
  })

  test('API9 no section answers a method or a path that is not documented', async () => {
    const answered: string[] = []
    for (const { path, ask } of routes)
      for (const asked of [path, `${path}/old`, path.replace('/api/', '/api/v1/')])
        for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
          const concrete = asked.replaceAll(/:\w+/g, 'x1')
          if (routes.some((known) => known.method === method && known.pattern.test(concrete))) continue
          const { status } = await ask(method, concrete)
          if (status !== 404 && status !== 405) answered.push(`${method} ${concrete}: ${status}`)
        }

    expect(answered).toEqual([])
  })

  test('API10 a token of the pool with any claims at all gives a person only when every claim has its shape', async () => {
    const key = createKey('k1')
    const { clock } = createTestClock()
    const tokens = createTokens({ issuer, clientId, clock, fetcher: servingKeys([key]) })
    const good = idClaims('ada')
    const claims = fc.record(
      Object.fromEntries(
        Object.entries(good).map(([name, value]) => [name, fc.oneof(fc.constant(value), fc.jsonValue())]),
      ),
      { requiredKeys: [] },
    )

    await fc.assert(
      fc.asyncProperty(claims, async (fuzzed) => {
        const taken = await tokens
          .verifyId(sign({ alg: 'RS256', kid: 'k1' }, fuzzed, key.privateKey))
          .catch(() => undefined)
        if (taken)
          expect(taken).toMatchObject({
            sub: expect.stringMatching(/./),
            aud: clientId,
            'cognito:groups': expect.any(Array),
          })
      }),
      { numRuns: 150, seed: 4 },
    )
  })
})
