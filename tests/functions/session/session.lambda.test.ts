import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { lambdaContext, lambdaEvent } from '#infra/local/lambda-event'
import { createDemoUsers, createPool } from '#infra/local/provision-identity'
import { createWorld, type World } from '#tests/harness/world'

const password = 'Forty-two quiet gardens'
const site = 'http://localhost:4100'
let world: World
let handler: (event: unknown, context: unknown) => Promise<unknown>

beforeAll(async () => {
  world = await createWorld({ services: ['dynamodb', 'cognito'] })
  const { table } = await world.createTableWorld()
  const pool = await createPool(world.env)
  await createDemoUsers({ ...world.env, ...pool }, password)
  const settings = {
    TABLE_NAME: table.name,
    FILES_BUCKET: 'none',
    SITE_ORIGIN: site,
    SHARDS: '1',
    TIME_ZONE: 'UTC',
    CURRENCY: 'EUR',
    CURSOR_SECRET: 'a secret of the tests',
    POWERTOOLS_LOG_LEVEL: 'SILENT',
  }
  for (const [name, value] of Object.entries({ ...world.env, ...pool, ...settings })) vi.stubEnv(name, value)
  handler = (await import('#functions/session/session.lambda')).handler as typeof handler
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await world.stop()
})

interface Answer {
  readonly statusCode: number
  readonly headers: Record<string, string>
  readonly cookies?: string[]
  readonly body: string
}

/** A request of a browser on the site, as API Gateway hands it to the function. */
async function send(
  method: string,
  { body, cookie }: { body?: object; cookie?: string } = {},
): Promise<Answer> {
  const headers = {
    origin: site,
    'x-requested-with': 'perennial',
    'content-type': 'application/json',
    ...(cookie ? { cookie } : {}),
  }
  const bytes = Buffer.from(body ? JSON.stringify(body) : '')
  const event = lambdaEvent(
    { method, url: '/api/session', headers, sourceIp: '127.0.0.1', body: bytes },
    '$default',
  )
  return (await handler(event, lambdaContext('session', 30))) as Answer
}

describe('the function, with the pool of the desk', () => {
  test.each(['viewer', 'analyst', 'steward', 'admin'])('signs the demo %s in and out', async (role) => {
    const entered = await send('POST', { body: { username: `${role}@example.com`, password } })
    const cookie = entered.cookies?.[0]?.split(';')[0] ?? ''
    const inside = await send('GET', { cookie })
    const left = await send('DELETE', { cookie })
    const outside = await send('GET', { cookie })

    expect(entered.statusCode).toBe(200)
    expect(entered.cookies?.[0]).toMatch(/^sid=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=86400$/)
    expect(JSON.parse(inside.body)).toMatchObject({ role, user: { email: `${role}@example.com` } })
    expect([left.statusCode, outside.statusCode]).toEqual([204, 401])
  })

  test('refuses a wrong password and an unknown name alike', async () => {
    const wrong = await send('POST', { body: { username: 'viewer@example.com', password: 'wrong' } })
    const unknown = await send('POST', { body: { username: 'nobody@example.com', password } })

    const words = ({ body }: Answer) => ({ ...(JSON.parse(body) as object), requestId: '' })
    expect([wrong.statusCode, unknown.statusCode]).toEqual([401, 401])
    expect(words(wrong)).toEqual(words(unknown))
  })

  test('does not let a made-up challenge set anybody’s password', async () => {
    const step = {
      step: 'newPassword',
      username: 'admin@example.com',
      newPassword: 'correct horse battery',
      challenge: 'x',
    }

    expect((await send('POST', { body: step })).statusCode).toBe(401)
  })
})
