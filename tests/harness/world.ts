import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb'
import { createChannelsStore } from '#functions/store/channels.store'
import { createClientsStore } from '#functions/store/clients.store'
import { createProductsStore } from '#functions/store/products.store'
import { createSpendStore } from '#functions/store/spend.store'
import { createTable, type Item } from '#functions/store/table'
import { type Service, startEmulators } from '#infra/local/emulators'
import { createTable as provisionTable } from '#infra/local/provision'

interface WorldOptions {
  readonly shards?: number
  readonly services?: readonly Service[]
}

/** Real stores on an emulated table in memory. `stop` ends what was started. */
export async function createWorld({ shards = 1, services = ['dynamodb'] }: WorldOptions = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'perennial-'))
  const emulators = await startEmulators({ dataDir, services, inMemory: true })
  let tables = 0

  /** A fresh table with the stores on it. */
  async function createTableWorld(sizes: { shards?: number } = {}) {
    const name = `test-${tables++}`
    await provisionTable(emulators.env, name)
    const client = DynamoDBDocumentClient.from(
      new DynamoDBClient({
        endpoint: emulators.env['AWS_ENDPOINT_URL_DYNAMODB'] ?? '',
        region: emulators.env['AWS_REGION'] ?? '',
        credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
      }),
      { marshallOptions: { removeUndefinedValues: true } },
    )
    const table = createTable({ client, name })
    const channels = createChannelsStore({ table })
    return {
      client,
      table,
      shards: sizes.shards ?? shards,
      channels,
      clients: createClientsStore({ table, shards: sizes.shards ?? shards }),
      products: createProductsStore({ table }),
      spend: createSpendStore({ table, channels }),
      /** Every item of the table, in key order. */
      dump: () => dump(client, name),
    }
  }

  return {
    env: emulators.env,
    dataDir,
    createTableWorld,
    async stop() {
      await emulators.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

export type World = Awaited<ReturnType<typeof createWorld>>
export type TableWorld = Awaited<ReturnType<World['createTableWorld']>>

async function dump(client: DynamoDBDocumentClient, name: string): Promise<Item[]> {
  const items: Item[] = []
  let startKey: Record<string, unknown> | undefined
  do {
    const page = await client.send(
      new ScanCommand({ TableName: name, ...(startKey ? { ExclusiveStartKey: startKey } : {}) }),
    )
    items.push(...((page.Items ?? []) as Item[]))
    startKey = page.LastEvaluatedKey
  } while (startKey)
  return items.sort((left, right) =>
    left.pk === right.pk ? (left.sk < right.sk ? -1 : 1) : left.pk < right.pk ? -1 : 1,
  )
}
