import { describe, expect, test } from 'vitest'
import { apiHeaders } from '#infra/headers'
import { everyRoute } from './every-route.ts'

const volatile = ['x-request-id', 'content-length']

/** What protects an answer: everything but what names the call. */
function headersOf(answer: Response): Record<string, string> {
  return Object.fromEntries([...answer.headers].filter(([name]) => !volatile.includes(name)))
}

const problem = {
  ...apiHeaders,
  'cache-control': 'no-store',
  'content-type': 'application/problem+json; charset=utf-8',
}

describe('the headers of every route', () => {
  test.each(everyRoute().map((route) => [route.name, route] as const))(
    '%s: the same, refused or failing',
    async (_, { call, guards, method }) => {
      const isOpen = guards.includes('public')
      const asked: [string, Response][] = [
        [
          'another site',
          await call({ headers: { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' } }),
        ],
        ['nobody', await call()],
        ['an admin, with nothing behind the route', await call({ role: 'admin' })],
      ]
      for (const [who, answer] of asked) {
        if (answer.status < 400) expect(headersOf(answer)).toMatchObject(apiHeaders)
        else expect([who, headersOf(answer)]).toEqual([who, problem])
        expect(answer.headers.get('x-request-id')).toMatch(/^[\w-]{8,}$/)
      }
      if (method !== 'GET') expect(asked[0]?.[1].status).toBe(403)
      else if (!isOpen) expect(asked[1]?.[1].status).toBe(401)
    },
  )

  test('are the same for what is not there, too large, or too often', async () => {
    const [route] = everyRoute().filter(({ method }) => method === 'POST')
    const [limited] = everyRoute({ limit: () => Promise.resolve(3) }).filter(
      ({ path }) => path === '/api/users',
    )
    const large = await route?.call({ role: 'admin', body: `{"a":"${'x'.repeat(70_000)}"}` })
    const often = await limited?.call({ role: 'admin' })

    expect(large && headersOf(large)).toEqual(problem)
    expect(often && headersOf(often)).toEqual({ ...problem, 'retry-after': '3' })
  })
})
