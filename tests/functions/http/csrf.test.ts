import { describe, expect, test } from 'vitest'
import { fromSite, greetingsRoutes, httpSurroundings } from './greetings.ts'

const app = greetingsRoutes({ http: httpSurroundings() })
const site = 'https://perennial.example'

/** Headers of a mutation by a steward, with what a row changes; null takes a header away. */
function headersWith(changes: Record<string, string | null>): Headers {
  const headers = new Headers(fromSite('steward'))
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) headers.delete(name)
    else headers.set(name, value)
  }
  return headers
}

const post = (
  changes: Record<string, string | null>,
  body: BodyInit | null = JSON.stringify({ text: 'Hello' }),
) => app.request('/api/greetings', { method: 'POST', headers: headersWith(changes), body })

describe('a mutation', () => {
  test.each<[string, Record<string, string | null>]>([
    ['the site, with fetch metadata', {}],
    ['the site, with fetch metadata only', { origin: null }],
    ['the site, in a browser without fetch metadata', { 'sec-fetch-site': null }],
    ['the command line, which names the site', { 'sec-fetch-site': null, origin: site }],
    ['the desk under its other name', { origin: 'http://localhost:4100', host: 'localhost:4100' }],
    ['the site, naming the character set', { 'content-type': 'application/json; charset=utf-8' }],
  ])('is taken from %s', async (_, changes) => {
    expect((await post(changes)).status).toBe(201)
  })

  test.each<[string, Record<string, string | null>]>([
    ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
    ['a sibling of the site', { 'sec-fetch-site': 'same-site', origin: 'https://other.perennial.example' }],
    ['an address typed or a bookmark', { 'sec-fetch-site': 'none', origin: null }],
    ['another site that names ours', { 'sec-fetch-site': 'cross-site', origin: site }],
    ['another origin, without fetch metadata', { 'sec-fetch-site': null, origin: 'https://evil.example' }],
    [
      'another origin that claims ours by metadata',
      { origin: 'https://evil.example', host: 'perennial.example' },
    ],
    ['the site over plain http', { 'sec-fetch-site': null, origin: 'http://perennial.example' }],
    ['another port of the site', { 'sec-fetch-site': null, origin: `${site}:8443` }],
    ['an opaque origin', { 'sec-fetch-site': null, origin: 'null' }],
    ['nowhere', { 'sec-fetch-site': null, origin: null }],
    ['a page without our header', { 'x-requested-with': null }],
    ['a page with a usual header', { 'x-requested-with': 'XMLHttpRequest' }],
    ['a text form', { 'content-type': 'text/plain' }],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['an upload form', { 'content-type': 'multipart/form-data; boundary=x' }],
    ['a body of no type', { 'content-type': null }],
    ['almost JSON', { 'content-type': 'application/jsonp' }],
  ])('is refused from %s', async (_, changes) => {
    const answer = await post(changes, new TextEncoder().encode('{"text":"Hello"}'))

    expect(answer.status).toBe(403)
    expect(await answer.json()).toMatchObject({ code: 'request.foreign' })
  })

  test('without a body needs no type', async () => {
    const headers = headersWith({ 'content-type': null })

    const answer = await app.request('/api/greetings', { method: 'DELETE', headers })

    expect(answer.status).toBe(204)
  })

  test('is refused before anybody looks who is asking', async () => {
    expect((await post({ cookie: null, 'x-requested-with': null })).status).toBe(403)
  })
})

describe('a reading', () => {
  test('needs none of this', async () => {
    const headers = headersWith({ origin: null, 'sec-fetch-site': 'none', 'x-requested-with': null })

    expect((await app.request('/api/greetings', { headers })).status).toBe(200)
  })
})
