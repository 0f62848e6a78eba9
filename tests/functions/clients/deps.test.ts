import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { shardOf } from '#shared/kernel/ids'
import { createChangedStore, hourOf } from '#functions/store/changed.store'
import { aClient } from '#tests/builders/facts'
import { createWorld, type TableWorld, type World } from '#tests/harness/world'

const SHARDS = 4
let world: World
let desk: TableWorld

beforeAll(async () => {
  world = await createWorld()
  desk = await world.createTableWorld({ shards: SHARDS })
  const settings = {
    TABLE_NAME: desk.table.name,
    FILES_BUCKET: 'none',
    USER_POOL_ID: 'none',
    USER_POOL_CLIENT_ID: 'none',
    USER_POOL_ISSUER: 'http://localhost/pool',
    SITE_ORIGIN: 'http://localhost:4100',
    SHARDS: String(SHARDS),
    TIME_ZONE: 'UTC',
    CURRENCY: 'EUR',
    CURSOR_SECRET: 'a secret of the tests',
  }
  for (const [name, value] of Object.entries({ ...world.env, ...settings })) vi.stubEnv(name, value)
}, 60_000)
afterAll(async () => {
  vi.unstubAllEnvs()
  await world.stop()
})

test('a client changed by hand is named for the next light scan, as one changed by an import is', async () => {
  const { clientsDeps } = await import('#functions/clients/clients-deps')
  const from = hourOf(new Date().toISOString())

  await clientsDeps().stores.clients.save(undefined, aClient('by-hand'))

  const hours = [...new Set([from, hourOf(new Date().toISOString())])]
  const changed = createChangedStore({ table: desk.table })
  expect(await changed.clientsOf(shardOf('by-hand', SHARDS), hours)).toEqual(['by-hand'])
})
