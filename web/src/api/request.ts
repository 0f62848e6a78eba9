import { shallowRef } from 'vue'
import { ApiError, apiError } from './problem.ts'

/** What a call may carry. */
export interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly body?: unknown
  readonly signal?: AbortSignal
  /** `text` hands the answer over as it came. */
  readonly as?: 'json' | 'text'
  readonly query?: Readonly<Record<string, string | number | undefined>>
}

/** When the API last answered somebody signed in: that is when idle time began anew. */
export const lastAnswerAt = shallowRef(Date.now())

let lastId: string | undefined

/** The id of the newest answer: what to quote when a page breaks without an answer of its own. */
export function lastRequestId(): string | undefined {
  return lastId
}

let onSessionEnded: () => void = () => {}

/** Says what happens when the API no longer knows the session. */
export function whenSessionEnds(listener: () => void): void {
  onSessionEnded = listener
}

/** Says that the session has ended, to whoever listens. */
export function tellSessionEnded(): void {
  onSessionEnded()
}

/** The path with its query; values that are undefined or empty are left out. */
export function address(path: string, query: Call['query'] = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()
  return text ? `${path}?${text}` : path
}

async function send(path: string, { method = 'GET', body, signal, query }: Call): Promise<Response> {
  try {
    return await fetch(address(path, query), {
      method,
      headers: {
        Accept: 'application/json',
        ...(method !== 'GET' && { 'X-Requested-With': 'perennial' }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    })
  } catch (error) {
    if (signal?.aborted) throw error
    throw new ApiError({ status: 0, code: 'http.no-answer', message: 'The service did not answer.' })
  }
}

/** The body of an answer; an ApiError for anything but success. A lost session is told to whoever listens. */
export async function request<T>(path: string, call: Call = {}): Promise<T> {
  const response = await send(path, call)
  lastId = response.headers.get('X-Request-Id') ?? lastId
  if (!response.ok) {
    const error = await apiError(response)
    if (error.status === 401 && path !== '/api/session') onSessionEnded()
    throw error
  }
  lastAnswerAt.value = Date.now()
  if (call.as === 'text') return (await response.text()) as T
  return (response.status === 204 ? undefined : await response.json()) as T
}
