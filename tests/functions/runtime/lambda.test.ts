import * as v from 'valibot'
import { describe, expect, test, vi } from 'vitest'
import { requireRight } from '#functions/http/actor'
import { createSection } from '#functions/http/section'
import { httpLambda } from '#functions/runtime/http-lambda'
import { jobLambda } from '#functions/runtime/job-lambda'
import { lambdaContext, lambdaEvent } from '#infra/local/lambda-event'
import { fromSite, greetingsRoutes, httpSurroundings } from '../http/greetings.ts'

vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'SILENT')

/** The context of an invocation, with what only AWS's own types ask for. */
const contextOf = (seconds: number) => lambdaContext('greetings', seconds) as never

describe('a section as a function', () => {
  const handler = httpLambda(greetingsRoutes({ http: httpSurroundings() }))
  const call = (url: string, headers: Record<string, string> = {}) => {
    const request = { method: 'GET', url, headers, sourceIp: '198.51.100.7', body: Buffer.alloc(0) }
    return handler(lambdaEvent(request, '$default') as never, contextOf(30))
  }

  test('answers an event of API Gateway', async () => {
    const answer = await call('/api/greetings?name=Ada', fromSite('viewer'))

    expect(answer.statusCode).toBe(200)
    expect(JSON.parse(answer.body)).toEqual({ hello: 'Ada', role: 'viewer' })
  })

  test('sees a parameter that was given twice', async () => {
    expect((await call('/api/greetings?name=a&name=b', fromSite('viewer'))).statusCode).toBe(400)
  })

  test('names the call as API Gateway named it', async () => {
    const answer = await call('/api/greetings/open/Ada')
    const { headers } = answer as { headers: Record<string, string> }

    expect(headers['x-request-id']).toMatch(/^[\w-]{11}$/)
  })

  test('does not start with a route that nothing guards', () => {
    const careless = createSection(httpSurroundings())
      .get('/api/open-door', (c) => c.json({}))
      .get('/api/undocumented', requireRight('figures'), (c) => c.json({}))

    expect(() => httpLambda(careless)).toThrow('GET /api/open-door, GET /api/undocumented')
  })
})

describe('a job as a function', () => {
  const Event = v.strictObject({ runId: v.string(), shard: v.pipe(v.number(), v.integer()) })

  test('gets its event parsed and knows how long it may go on', async () => {
    const handler = jobLambda(Event, ({ runId, shard }, { remainingMilliseconds }) =>
      Promise.resolve({ name: `${runId}/${shard}`, hasTime: remainingMilliseconds() > 59_000 }),
    )

    expect(await handler({ runId: 'r', shard: 2 }, contextOf(60))).toEqual({ name: 'r/2', hasTime: true })
  })

  test('does nothing with an event it does not know', async () => {
    const run = vi.fn(() => Promise.resolve())
    const handler = jobLambda(Event, run)

    await expect(handler({ runId: 'r', shard: 'two' }, contextOf(60))).rejects.toThrow()
    expect(run).not.toHaveBeenCalled()
  })

  test('fails as its step fails, for the state machine to see', async () => {
    const handler = jobLambda(Event, () => Promise.reject(new Error('no clients')))

    await expect(handler({ runId: 'r', shard: 1 }, contextOf(60))).rejects.toThrow('no clients')
  })
})
