import { describe, expect, test } from 'vitest'
import { ApiError, apiError, retryAfter } from '../../web/src/api/problem.ts'
import { mayRetry } from '../../web/src/api/query.ts'
import { address } from '../../web/src/api/request.ts'

describe('a problem answer', () => {
  test('keeps code, message, request id and the issues with their paths', async () => {
    const body = {
      status: 400,
      code: 'request.invalid',
      message: 'Two things are wrong.',
      requestId: 'req-1',
      details: { issues: [{ path: ['body', 'username'], message: 'Type it.' }] },
    }

    const error = await apiError(new Response(JSON.stringify(body), { status: 400 }))

    expect(error).toMatchObject({ status: 400, code: 'request.invalid', requestId: 'req-1' })
    expect(error.issues).toEqual([{ path: 'body.username', message: 'Type it.' }])
  })

  test('without a readable body still has its status and its request id', async () => {
    const response = new Response('<html>', { status: 502, headers: { 'X-Request-Id': 'req-2' } })

    expect(await apiError(response)).toMatchObject({ status: 502, requestId: 'req-2' })
  })

  test('says when to come back, in seconds or as a date', () => {
    expect(retryAfter('42', 0)).toBe(42)
    expect(retryAfter('Thu, 01 Jan 1970 00:01:00 GMT', 0)).toBe(60)
    expect(retryAfter(null, 0)).toBeUndefined()
  })
})

describe('asking again', () => {
  test('never follows an answer that blames the question', () => {
    expect(mayRetry(0, new ApiError({ status: 404, code: 'x' }))).toBe(false)
    expect(mayRetry(0, new ApiError({ status: 503, code: 'x' }))).toBe(true)
    expect(mayRetry(2, new ApiError({ status: 0, code: 'x' }))).toBe(false)
  })
})

test('an address leaves out what is not given and escapes what is', () => {
  expect(address('/api/clients', { q: 'a&b', status: undefined, cursor: '' })).toBe('/api/clients?q=a%26b')
})
