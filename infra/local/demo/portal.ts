import { setTimeout as wait } from 'node:timers/promises'
import * as v from 'valibot'

/** The product's HTTP interface, as a signed-in person uses it. */
export interface Portal {
  put<Answer>(path: string, body: unknown, answer: v.GenericSchema<unknown, Answer>): Promise<Answer>
  post<Answer>(path: string, body: unknown, answer: v.GenericSchema<unknown, Answer>): Promise<Answer>
  get<Answer>(path: string, answer: v.GenericSchema<unknown, Answer>): Promise<Answer>
}

const TIMEOUT_MILLISECONDS = 60_000
const POLL_MILLISECONDS = 150
/** A run over many thousand clients takes minutes; longer than this, something hangs. */
const PATIENCE_MILLISECONDS = 30 * 60_000

/** Signs in and keeps the session. */
export async function signIn(
  url: string,
  person: { readonly username: string; readonly password: string },
): Promise<Portal> {
  const asked = await request(url, { method: 'POST', path: '/api/session', body: person })
  const cookie = asked.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  if (!cookie) throw new Error(`${person.username} could not sign in: ${await asked.text()}`)
  return {
    put: async (path, body, answer) =>
      v.parse(answer, await (await request(url, { method: 'PUT', path, body, cookie })).json()),
    post: async (path, body, answer) =>
      v.parse(answer, await (await request(url, { method: 'POST', path, body, cookie })).json()),
    get: async (path, answer) =>
      v.parse(answer, await (await request(url, { method: 'GET', path, cookie })).json()),
  }
}

interface Asked {
  readonly method: 'GET' | 'POST' | 'PUT'
  readonly path: string
  readonly body?: unknown
  readonly cookie?: string
}

async function request(url: string, asked: Asked): Promise<Response> {
  const hasBody = asked.body !== undefined
  const response = await fetch(new URL(asked.path, url), {
    method: asked.method,
    headers: {
      Origin: new URL(url).origin,
      'X-Requested-With': 'perennial',
      ...(hasBody ? { 'Content-Type': 'application/json' } : {}),
      ...(asked.cookie === undefined ? {} : { Cookie: asked.cookie }),
    },
    signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
    ...(hasBody ? { body: JSON.stringify(asked.body) } : {}),
  })
  if (response.ok) return response
  throw new Error(`${asked.method} ${asked.path}: ${response.status} ${await response.text()}`)
}

/** Sends a file to where an opened import says. */
export async function upload(
  to: { readonly url: string; readonly headers: Readonly<Record<string, string>> },
  text: string,
): Promise<void> {
  const response = await fetch(to.url, {
    method: 'PUT',
    headers: to.headers,
    body: text,
    signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
  })
  if (!response.ok) throw new Error(`The upload was refused: ${response.status} ${await response.text()}`)
}

/** Asks again and again until the answer is final. */
export async function untilFinal<Answer>(
  ask: () => Promise<Answer>,
  isFinal: (answer: Answer) => boolean,
): Promise<Answer> {
  const giveUpAt = Date.now() + PATIENCE_MILLISECONDS
  for (;;) {
    const answer = await ask()
    if (isFinal(answer)) return answer
    if (Date.now() > giveUpAt)
      throw new Error(`Nothing final after ${PATIENCE_MILLISECONDS / 60_000} minutes.`)
    await wait(POLL_MILLISECONDS)
  }
}
