import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { siteHeaders } from '#infra/headers'
import { type DeskServer, gateway, openServer } from '#infra/local/gateway'
import { serveSite } from '#infra/local/static-files'

const folder = mkdtempSync(join(tmpdir(), 'perennial-site-'))
const headers = siteHeaders('http://127.0.0.1:4568')
let server: DeskServer

beforeAll(async () => {
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), '<title>Perennial</title>')
  writeFileSync(join(folder, 'assets', 'app-1a2b.js'), 'export {}')
  writeFileSync(join(folder, 'favicon.svg'), '<svg/>')
  server = await openServer(0, 'localhost')
  const entry = join(import.meta.dirname, 'functions', 'echo.lambda.ts')
  server.serve(gateway({ site: serveSite(folder, headers), entryOf: () => entry, timeoutSeconds: 1 }))
})

afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

describe('the gateway', () => {
  test('gives a function the event API Gateway would', async () => {
    const response = await fetch(`${server.url}/api/clients/c%231?order=value&order=name&q=a%20b`, {
      method: 'POST',
      headers: {
        cookie: 'sid=abc; theme=dark',
        'content-type': 'application/json',
        'X-Requested-With': 'perennial',
      },
      body: '{"a":"ä"}',
    })
    const { event, remaining } = (await response.json()) as {
      event: Record<string, unknown>
      remaining: number
    }

    expect(event).toMatchObject({
      version: '2.0',
      rawPath: '/api/clients/c%231',
      rawQueryString: 'order=value&order=name&q=a%20b',
      queryStringParameters: { order: 'value,name', q: 'a b' },
      cookies: ['sid=abc', 'theme=dark'],
      headers: { 'content-type': 'application/json', 'x-requested-with': 'perennial' },
      requestContext: {
        stage: '$default',
        http: { method: 'POST', path: '/api/clients/c%231', protocol: 'HTTP/1.1' },
      },
      body: '{"a":"ä"}',
      isBase64Encoded: false,
    })
    expect(event['headers']).not.toHaveProperty('cookie')
    expect(event).toHaveProperty('requestContext.requestId', expect.stringMatching(/.{8,}/))
    expect(event).toHaveProperty(
      'requestContext.http.sourceIp',
      expect.stringMatching(/^(127\.0\.0\.1|::1)$/),
    )
    expect(remaining).toBeGreaterThan(900)
  })

  test('hands on status, headers and every cookie of the answer', async () => {
    const response = await fetch(`${server.url}/api/runs`)

    expect(response.status).toBe(201)
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(response.headers.getSetCookie()).toEqual(['sid=1; HttpOnly', 'other=2'])
  })

  test('sends bytes as base64 and gives them back as bytes', async () => {
    const upload = await fetch(`${server.url}/api/imports`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: new Uint8Array([0, 255, 1]),
    })
    const { event } = (await upload.json()) as { event: { body: string; isBase64Encoded: boolean } }
    const download = await fetch(`${server.url}/api/imports/bytes`)

    expect(event).toMatchObject({ body: 'AP8B', isBase64Encoded: true })
    expect([...new Uint8Array(await download.arrayBuffer())]).toEqual([0, 255, 1])
  })

  test('answers 500 without the detail when a function fails', async () => {
    vi.spyOn(console, 'error').mockImplementationOnce(() => undefined)
    const response = await fetch(`${server.url}/api/clients/fails`)

    expect(response.status).toBe(500)
    expect(await response.text()).toBe('{"message":"Internal Server Error"}')
  })

  test('answers 503 when a function takes longer than API Gateway waits', async () => {
    expect((await fetch(`${server.url}/api/clients/hangs`)).status).toBe(503)
  })

  test('takes an answer without a status for a body', async () => {
    const response = await fetch(`${server.url}/api/clients/plain`)

    expect(await response.json()).toEqual({ isPlain: true })
  })

  test('never hides a 404 of the API behind a page', async () => {
    const ofFunction = await fetch(`${server.url}/api/clients/missing`)
    const ofNobody = await fetch(`${server.url}/api/nobody`)
    const ofLookalike = await fetch(`${server.url}/api/clientsandmore`)

    expect([ofFunction.status, await ofFunction.json()]).toEqual([404, { code: 'x' }])
    expect([ofNobody.status, await ofNobody.json()]).toEqual([404, { message: 'Not Found' }])
    expect(ofLookalike.status).toBe(404)
  })

  test('refuses a body longer than Lambda takes', async () => {
    const response = await fetch(`${server.url}/api/imports`, {
      method: 'POST',
      body: new Uint8Array(6 * 1024 * 1024 + 1),
    })

    expect(response.status).toBe(413)
  })

  test('says that it is starting until it is given what to serve', async () => {
    const starting = await openServer(0, 'localhost')
    const response = await fetch(starting.url)
    await starting.stop()

    expect(response.status).toBe(503)
  })

  test('fails when the port is taken', async () => {
    await expect(openServer(Number(new URL(server.url).port), 'localhost')).rejects.toThrow('EADDRINUSE')
  })
})

describe('the site', () => {
  test('answers every page with index.html, which is never cached', async () => {
    for (const path of ['/', '/clients', '/clients/c1?tab=facts']) {
      const response = await fetch(server.url + path)
      expect(await response.text()).toBe('<title>Perennial</title>')
      expect(response.headers.get('cache-control')).toBe('no-cache')
    }
  })

  test('lets hashed files be kept for ever', async () => {
    const response = await fetch(`${server.url}/assets/app-1a2b.js`)

    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  })

  test('answers 404 for a file that is not there', async () => {
    expect((await fetch(`${server.url}/assets/gone.js`)).status).toBe(404)
  })

  test('carries the security headers on every answer', async () => {
    for (const path of ['/', '/assets/app-1a2b.js', '/gone.png']) {
      const response = await fetch(server.url + path)
      for (const [name, value] of Object.entries(headers)) expect(response.headers.get(name)).toBe(value)
    }
  })

  test('never leaves its folder', async () => {
    for (const path of [
      '/../../../../etc/passwd.txt',
      '/%2e%2e/%2e%2e/%2e%2e/etc/hosts.txt',
      '/..%2f..%2fpackage.json',
    ])
      expect(await statusOfRaw(path)).toBe(404)
  })

  test('only reads', async () => {
    expect((await fetch(server.url, { method: 'POST' })).status).toBe(405)
  })
})

// `fetch` tidies a path up before it sends it.
function statusOfRaw(path: string): Promise<number | undefined> {
  const { port } = new URL(server.url)
  return new Promise((resolve, reject) => {
    request({ host: 'localhost', port, path }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
      .on('error', reject)
      .end()
  })
}
