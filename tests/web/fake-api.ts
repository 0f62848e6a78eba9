import { flushPromises } from '@vue/test-utils'
import { vi } from 'vitest'

/** A request as it went out. */
export interface Sent {
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly method: string
  readonly headers: Headers
  readonly body: unknown
}

/** An answer: its body, or a whole response. */
export type Answer = (sent: Sent) => unknown

/** Puts itself in place of fetch and remembers what was asked. */
export function fakeApi(answer: Answer): Sent[] {
  const all: Sent[] = []
  vi.stubGlobal('fetch', async (address: string, init: RequestInit = {}) => {
    const url = new URL(address, 'http://perennial.test')
    const sent = {
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      method: init.method ?? 'GET',
      headers: new Headers(init.headers),
      body: typeof init.body === 'string' ? (JSON.parse(init.body) as unknown) : undefined,
    }
    all.push(sent)
    const answered = answer(sent)
    return answered instanceof Response ? answered : new Response(JSON.stringify(answered))
  })
  return all
}

/** A problem answer. */
export function problem(status: number, rest: object = {}, headers: Record<string, string> = {}): Response {
  const body = { status, code: 'test.problem', message: 'It did not work.', requestId: 'req-1', ...rest }
  return new Response(JSON.stringify(body), { status, headers })
}

/** Waits until everything asked has been answered and drawn, lazy chunks included. */
export async function settled(milliseconds = 0): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds))
  await flushPromises()
  await flushPromises()
}
