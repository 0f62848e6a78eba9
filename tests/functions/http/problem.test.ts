import { describe, expect, test } from 'vitest'
import { DomainError, type ErrorKind, invalidInput } from '#shared/kernel/errors'
import { HttpProblem } from '#functions/http/problem'
import { createLogBook, greetingsRoutes, httpSurroundings } from './greetings.ts'

async function answerTo(error: unknown) {
  const { lines, log } = createLogBook()
  const fail = () => {
    throw error
  }
  const app = greetingsRoutes({ http: httpSurroundings({ log }), fail })
  const answer = await app.request('/api/greetings/failing')
  const problem = (await answer.json()) as Record<string, unknown>
  return { answer, problem, lines }
}

describe('a problem', () => {
  test.each<[ErrorKind, number]>([
    ['invalid', 400],
    ['forbidden', 403],
    ['not-found', 404],
    ['conflict', 409],
    ['unavailable', 503],
  ])('of kind %s is answered with %i', async (kind, status) => {
    const { answer, problem } = await answerTo(new DomainError(kind, 'client.odd', 'Something is odd.'))

    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
    expect(problem).toEqual({
      type: 'urn:perennial:problem:client.odd',
      title: expect.any(String),
      status,
      code: 'client.odd',
      message: 'Something is odd.',
      requestId: answer.headers.get('x-request-id'),
    })
  })

  test('carries the details of what was wrong', async () => {
    const issues = [{ path: 'name', message: 'Too long.' }]

    const { problem } = await answerTo(invalidInput('client.invalid', 'Please check.', issues))

    expect(problem.details).toEqual({ issues })
  })

  test('of the busy store says when to come back', async () => {
    const { answer } = await answerTo(new DomainError('unavailable', 'store.busy', 'Busy.'))

    expect(answer.headers.get('retry-after')).toBe('5')
  })

  test('that only HTTP knows keeps its headers', async () => {
    const { answer } = await answerTo(
      new HttpProblem(429, 'too.often', 'Slow down.', { 'Retry-After': '30' }),
    )

    expect(answer.status).toBe(429)
    expect(answer.headers.get('retry-after')).toBe('30')
  })

  test.each([
    ['throttles', Object.assign(new Error('table-4711'), { name: 'ThrottlingException' })],
    ['does not answer', Object.assign(new Error('table-4711'), { name: 'TimeoutError' })],
    ['has a bad minute', Object.assign(new Error('table-4711'), { $metadata: { httpStatusCode: 500 } })],
  ])('of a store that %s is unavailable, not ours', async (_, error) => {
    const { answer, problem, lines } = await answerTo(error)

    expect(answer.status).toBe(503)
    expect(answer.headers.get('retry-after')).toBe('5')
    expect(problem).toMatchObject({ code: 'store.busy' })
    expect(JSON.stringify(problem)).not.toContain('4711')
    expect(lines).toContainEqual({ level: 'error', event: 'request failed', fields: { error } })
  })

  test.each([
    ['an unexpected error', new Error('password=hunter2 at 10.0.0.7')],
    ['an error of the SDK', Object.assign(new Error('hunter2'), { name: 'ResourceNotFoundException' })],
  ])('that nobody foresaw withholds everything but the request id: %s', async (_, error) => {
    const { answer, problem, lines } = await answerTo(error)

    expect(answer.status).toBe(500)
    expect(problem).toMatchObject({ code: 'internal', requestId: answer.headers.get('x-request-id') })
    expect(JSON.stringify(problem)).not.toContain('hunter2')
    expect(lines).toContainEqual({ level: 'error', event: 'request failed', fields: { error } })
  })
})
