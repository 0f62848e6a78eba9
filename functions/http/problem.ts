import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { DomainError, type ErrorKind } from '#shared/kernel/errors'
import { isRetriable } from '#functions/store/transaction'
import type { HttpEnv } from './env.ts'

/** The one place where a kind of error becomes a status. */
const statusByKind = {
  invalid: 400,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  unavailable: 503,
} as const satisfies Record<ErrorKind, ContentfulStatusCode>

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  413: 'Content Too Large',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
}

/** A refusal that only makes sense over HTTP: no session, too large, too often. */
export class HttpProblem extends Error {
  readonly status: ContentfulStatusCode
  readonly code: string
  readonly headers: Readonly<Record<string, string>>

  constructor(
    status: ContentfulStatusCode,
    code: string,
    message: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message)
    this.name = 'HttpProblem'
    this.status = status
    this.code = code
    this.headers = headers
  }
}

/** Body of every answer that is not a success. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: string
  readonly message: string
  readonly details?: Readonly<Record<string, unknown>>
  readonly requestId: string
}

interface Refusal {
  readonly status: ContentfulStatusCode
  readonly code: string
  readonly message: string
  readonly details?: Readonly<Record<string, unknown>>
  readonly headers?: Readonly<Record<string, string>>
}

/** What the caller may know of an error; undefined when that is nothing at all. */
function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof DomainError) {
    const { code, message, details, kind } = error
    const headers: Record<string, string> = kind === 'unavailable' ? { 'Retry-After': '5' } : {}
    return { status: statusByKind[kind], code, message, details, headers }
  }
  if (error instanceof HttpProblem) return error
  // Hono throws these for what it cannot read; their texts name no submitted value.
  if (error instanceof HTTPException && error.status < 500)
    return { status: error.status, code: 'request.malformed', message: 'The request could not be read.' }
  return undefined
}

// The store throttled or did not answer in time, and the SDK's own attempts are used up.
const busy: Refusal = {
  status: 503,
  code: 'store.busy',
  message: 'The store is busy right now. Try again in a moment.',
  headers: { 'Retry-After': '5' },
}

/** Answers an error as `application/problem+json`; the unexpected is logged and its message withheld. */
export function answerProblem(error: unknown, c: Context<HttpEnv>): Response {
  const refusal = refusalOf(error)
  if (refusal) return problemResponse(c, refusal)
  c.get('log').error('request failed', { error })
  if (isRetriable(error)) return problemResponse(c, busy)
  const message = 'Something went wrong on our side. Quote the request id when you report it.'
  return problemResponse(c, { status: 500, code: 'internal', message })
}

function problemResponse(
  c: Context<HttpEnv>,
  { status, code, message, details = {}, headers = {} }: Refusal,
) {
  const problem: Problem = {
    type: `urn:perennial:problem:${code}`,
    title: titles[status] ?? 'Error',
    status,
    code,
    message,
    ...(Object.keys(details).length > 0 ? { details } : {}),
    requestId: c.get('requestId'),
  }
  c.set('problemCode', code)
  return c.body(JSON.stringify(problem), status, {
    ...headers,
    'Content-Type': 'application/problem+json; charset=utf-8',
    'Cache-Control': 'no-store',
  })
}
