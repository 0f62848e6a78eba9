import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { apiHeaders, siteHeaders } from '#infra/headers'
import { type DeskServer, gateway, openServer } from '#infra/local/gateway'
import { serveSite } from '#infra/local/static-files'

const folder = mkdtempSync(join(tmpdir(), 'perennial-headers-'))
const site = siteHeaders('http://127.0.0.1:4568')
let server: DeskServer

beforeAll(async () => {
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), '<title>Perennial</title>')
  writeFileSync(join(folder, 'assets', 'app-1a2b.js'), 'export {}')
  server = await openServer(0, 'localhost')
  const entry = join(import.meta.dirname, 'functions', 'echo.lambda.ts')
  server.serve(gateway({ site: serveSite(folder, site), entryOf: () => entry, timeoutSeconds: 1 }))
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

const volatile = ['connection', 'content-length', 'date', 'keep-alive', 'transfer-encoding', 'allow']
async function headersOf(path: string, init: RequestInit = {}) {
  const answer = await fetch(`${server.url}${path}`, init)
  const kept = [...answer.headers].filter(([name]) => !volatile.includes(name))
  return { status: answer.status, headers: Object.fromEntries(kept) }
}

describe('the headers of static files', () => {
  test.each([
    ['a page', '/', {}, 200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' }],
    [
      'a deep link',
      '/clients/C-1',
      {},
      200,
      { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' },
    ],
    [
      'a hashed file',
      '/assets/app-1a2b.js',
      {},
      200,
      {
        'content-type': 'text/javascript; charset=utf-8',
        'cache-control': 'public, max-age=31536000, immutable',
      },
    ],
    [
      'a missing file',
      '/assets/none.js',
      {},
      404,
      { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-cache' },
    ],
    ['another method', '/', { method: 'POST' }, 405, {}],
  ])('of %s', async (_, path, init, status, own) => {
    expect(await headersOf(path, init)).toEqual({ status, headers: { ...site, ...own } })
  })
})

describe('the headers of answers that no function made', () => {
  const refused = { ...apiHeaders, 'content-type': 'application/json', 'cache-control': 'no-store' }

  test.each([
    ['nothing there', '/api/nobody', {}, 404],
    ['too large', '/api/imports', { method: 'POST', body: new Uint8Array(6 * 1024 * 1024 + 1) }, 413],
    ['failed', '/api/clients/fails', {}, 500],
    ['too late', '/api/clients/hangs', {}, 503],
  ])('%s', async (_, path, init, status) => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined)

    expect(await headersOf(path, init)).toEqual({ status, headers: refused })
  })
})
