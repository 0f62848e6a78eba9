import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { generateDemo } from '#infra/local/demo/generate'
import { seedDemo } from '#infra/local/demo/seed'
import { truthSheet } from '#infra/local/demo/truth-sheet'

interface Call {
  readonly route: string
  readonly body: string
  readonly headers: IncomingMessage['headers']
}

const COUNTS = { read: 3, accepted: 2, updated: 0, unchanged: 0, rejected: 1 }

function importView(id: string): object {
  const progress = { done: 3, total: 3, unit: 'rows' }
  const facts = { placeholders: { clients: 0, products: 0 }, error: null, mapping: null, rejectedSample: [] }
  const times = { createdAt: '', createdBy: '', finishedAt: null }
  const about = { id, kind: 'clients', name: '', bytes: 1, status: 'done', progress, counts: COUNTS }
  return { ...about, ...facts, ...times, runId: id === 'i7' ? 'r7' : null }
}

function runView(status: string): object {
  const times = { startedAt: '', finishedAt: null, step: null, steps: [], settingsVersion: 0 }
  const about = { id: 'r7', status, isStudy: false, isCurrent: true, reason: 'import', asOf: '2026-11-22' }
  return { ...about, ...times, clients: 20, error: null, fits: [], reconciliation: null }
}

/** The interface the seed talks to, as far as it talks to it; nothing is stored. */
function answer(call: Call, calls: readonly Call[], url: string): object {
  const opened = calls.filter(({ route }) => route === 'POST /api/imports').length
  if (call.route === 'POST /api/session') return { next: 'checkMail' }
  if (call.route === 'POST /api/imports')
    return {
      id: `i${opened}`,
      upload: { url: `${url}/files/i${opened}`, headers: { 'x-signed': 'yes' }, expiresInSeconds: 60 },
    }
  if (call.route.startsWith('GET /api/imports/')) return importView(call.route.split('/').at(-1) ?? '')
  if (call.route.startsWith('GET /api/runs/')) {
    const asked = calls.filter(({ route }) => route === call.route).length
    return runView(asked > 1 ? 'published' : 'running')
  }
  return {}
}

describe('Seeding the demo', () => {
  const calls: Call[] = []
  let server: Server
  let url = ''
  let folder = ''

  beforeEach(async () => {
    calls.splice(0)
    folder = mkdtempSync(join(tmpdir(), 'demo-'))
    server = createServer((request: IncomingMessage, response: ServerResponse) => {
      void text(request).then((body) => {
        const call = { route: `${request.method} ${request.url}`, body, headers: request.headers }
        calls.push(call)
        response.setHeader('Set-Cookie', 'sid=abc; Path=/; HttpOnly')
        response.end(JSON.stringify(answer(call, calls, url)))
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}` // -- because it listens on a port
  })

  afterEach(() => {
    server.close()
    rmSync(folder, { recursive: true })
  })

  test('uploads the seven files in order as the administrator and waits for the valuation', async () => {
    const wish = { clients: 20, seed: 4, today: '2026-11-22' }
    const lines: string[] = []

    await seedDemo({ ...wish, url, password: 'secret', folder, log: (line) => lines.push(line) })

    const demo = generateDemo(wish)
    const kinds = [
      'products',
      'clients',
      'holdings',
      'spend',
      'engagement',
      'events',
      'transactions',
    ] as const
    const bodies = (route: string): readonly string[] =>
      calls.filter((call) => call.route.startsWith(route)).map((call) => call.body)
    expect(JSON.parse(calls[0]?.body ?? '')).toEqual({ username: 'admin@example.com', password: 'secret' })
    expect(
      bodies('POST /api/imports')
        .filter((body) => body.includes('bytes'))
        .map((body) => JSON.parse(body).kind),
    ).toEqual(kinds)
    expect(bodies('PUT /files/')).toEqual(kinds.map((kind) => demo.files[kind]))
    expect(bodies('PUT /api/dashboard/check').map((body) => JSON.parse(body))).toEqual([
      truthSheet(demo.truth),
    ])
    expect(calls.at(-1)?.route).toBe('GET /api/runs/r7')
    expect(lines.at(-1)).toBe('demo: 20 clients valued as of 2026-11-22')
    expect(JSON.parse(readFileSync(join(folder, 'demo-truth.json'), 'utf8'))).toEqual(
      JSON.parse(JSON.stringify(demo.truth)),
    )
  })

  test('carries the session and the marks of the site on every call, and neither on uploads', async () => {
    await seedDemo({ clients: 5, today: '2026-11-22', url, password: 'secret', folder, log: () => undefined })

    for (const call of calls.slice(1).filter(({ route }) => !route.startsWith('PUT /files/'))) {
      expect(call.headers).toMatchObject({ origin: url, 'x-requested-with': 'perennial', cookie: 'sid=abc' })
    }
    for (const call of calls.filter(({ route }) => route.startsWith('PUT /files/'))) {
      expect(call.headers['x-signed']).toBe('yes')
      expect(call.headers.cookie).toBeUndefined()
    }
  })
})
