import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ImportJobDeps } from '#functions/imports/import-job'
import { createChannelsStore } from '#functions/store/channels.store'
import { createClientsStore } from '#functions/store/clients.store'
import { createFilesStore } from '#functions/store/files.store'
import { createImportsStore } from '#functions/store/imports.store'
import { createProductsStore } from '#functions/store/products.store'
import { createTable } from '#functions/store/table'
import { createWorld, type World } from '#tests/harness/world'
import { createFiles, createImportsWorld, type Files, type ImportsWorld } from './imports-world.ts'

let world: World
let files: Files
beforeAll(async () => {
  world = await createWorld({ services: ['dynamodb', 's3'] })
  files = await createFiles(world)
})
afterAll(async () => {
  await world.stop()
})

// One order of two parts, one client with more orders than one transaction takes, and some small ones.
const long = Array.from({ length: 50 }, (_, index) => `long,c1,2024-01-02,p1,${index}.10`)
const many = Array.from({ length: 80 }, (_, index) => `m${index},c2,2024-02-${10 + (index % 9)},p2,1.50`)
const few = Array.from(
  { length: 40 },
  (_, index) => `o${index % 20},c${3 + ((index % 20) % 7)},2024-03-11,p3,${index}`,
)
const spoilt = ['o1,c4,2024-13-01,p1,1', 'x,,2024-01-01,p1,1']
const content = ['order,client,day,product,amount', ...long, ...many, ...few, ...spoilt].join('\n')
const file = { id: 'interrupted', kind: 'transactions', content } as const
const segmentBytes = 2_000

interface Sender {
  send(command: object): Promise<unknown>
}

const isWrite = (command: object) => /^(TransactWrite|PutObject)Command$/.test(command.constructor.name)

/** An SDK client whose process dies with the n-th write: the write arrives, its answer and everything after it do not. */
function mortal<Client>(client: Client, life: { writes: number; until: number }): Client {
  const { send } = client as Sender
  return new Proxy(client as Client & object, {
    get(target, name) {
      if (name !== 'send') return Reflect.get(target, name) as unknown
      return async (command: object) => {
        if (life.writes >= life.until) throw new Error('killed')
        const answer = await send.call(target, command)
        if (isWrite(command)) life.writes += 1
        if (life.writes >= life.until) throw new Error('killed')
        return answer
      }
    },
  })
}

function mortalDeps(
  { client, table: { name }, deps }: ImportsWorld,
  life: { writes: number; until: number },
): ImportJobDeps {
  const table = createTable({ client: mortal(client, life), name })
  return {
    ...deps,
    imports: createImportsStore({ table }),
    files: createFilesStore({ client: mortal(files.s3, life), bucket: files.bucket }),
    clients: createClientsStore({ table, shards: deps.shards }),
    products: createProductsStore({ table }),
    channels: createChannelsStore({ table }),
  }
}

async function undisturbed(shards: number) {
  const imports = await createImportsWorld(world, { files, shards, segmentBytes })
  await imports.start(file)
  const life = { writes: 0, until: Number.POSITIVE_INFINITY }
  const done = await imports.run(file.id, { with: mortalDeps(imports, life) })
  return { done, dump: await imports.dump(), writes: life.writes }
}

describe('an import killed after any of its writes and started again', () => {
  test.each([1, 4])(
    'on %i shards, stores the same and counts the same',
    async (shards) => {
      const { done, dump, writes } = await undisturbed(shards)
      expect(done.counts).toMatchObject({ read: 172, rejected: 4 })
      expect(writes).toBeGreaterThan(20)

      for (let until = 1; until < writes; until++) {
        const imports = await createImportsWorld(world, { files, shards, segmentBytes })
        await imports.start(file)
        const killed = imports.run(file.id, { with: mortalDeps(imports, { writes: 0, until }) })
        await expect(killed).rejects.toThrow('killed')
        await imports.run(file.id)

        expect(await imports.dump(), `killed after write ${until}`).toEqual(dump)
      }
    },
    240_000,
  )
})

describe('an import longer than one invocation', () => {
  test('goes on in the next one and ends the same', async () => {
    const { dump } = await undisturbed(1)
    const imports = await createImportsWorld(world, { files, segmentBytes })
    await imports.start(file)
    let invocations = 0
    const remaining = () => {
      invocations += 1
      let asked = 0
      return () => (asked++ < 5 ? 100_000 : 1_000)
    }

    await imports.run(file.id, { remaining })

    expect(invocations).toBeGreaterThan(3)
    expect(await imports.dump()).toEqual(dump)
  })
})
