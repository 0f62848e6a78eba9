import { LRUCache } from 'lru-cache'
import { hash32, type RunId } from '#shared/kernel/ids'
import type { ProductLevel } from '#shared/portfolio/product-measures'
import type { ProductDetail, ProductSnapshot } from '#shared/portfolio/product-snapshot'
import { chunksOf, valueOf } from './blobs.ts'
import { productFiguresKey, productFiguresPrefix } from './keys.ts'
import type { Table } from './table.ts'

/** Most clients kept of those a bundle could reach; the number of all is kept with the bundle. */
export const MOST_RECIPIENTS = 20_000

const DETAIL_BUCKETS = 64
// A head is at most a few megabytes; two runs are at hand while one replaces the other.
const HEADS_KEPT = 2
const BUCKETS_KEPT = 16

/** The figures of products of each run: a head with every product, details in buckets, the clients of each bundle. */
export function createProductFigures({ table }: { table: Table }) {
  const heads = new LRUCache<string, ProductSnapshot>({ max: HEADS_KEPT })
  const buckets = new LRUCache<string, Readonly<Record<string, ProductDetail>>>({ max: BUCKETS_KEPT })

  async function save(runId: RunId, name: string, value: unknown): Promise<void> {
    const chunks = chunksOf(value)
    for (const [index, chunk] of chunks.entries())
      await table.transact([
        {
          Put: {
            Item: {
              ...productFiguresKey(runId, name, index),
              kind: 'product-figures',
              chunk,
              // An attempt that was killed may have left more.
              of: chunks.length,
            },
          },
        },
      ])
  }

  async function load<Value>(runId: RunId, name: string): Promise<Value | undefined> {
    const { pk, prefix } = productFiguresPrefix(runId, name)
    const items = await table.queryAll(pk, { prefix })
    const chunks = items.slice(0, Number(items[0]?.['of'] ?? 0)).map((item) => item['chunk'] as Uint8Array)
    return chunks.length === 0 ? undefined : valueOf<Value>(chunks)
  }

  const saveHead = (head: ProductSnapshot) => save(head.runId, 'HEAD', head)

  /** Every product and family of a run; undefined for runs older than figures of products. */
  async function head(runId: RunId): Promise<ProductSnapshot | undefined> {
    const known = heads.get(runId)
    if (known) return known
    const loaded = await load<ProductSnapshot>(runId, 'HEAD')
    if (loaded) heads.set(runId, loaded)
    return loaded
  }

  async function saveDetails(
    runId: RunId,
    level: ProductLevel,
    details: readonly ProductDetail[],
  ): Promise<void> {
    const byBucket = Map.groupBy(details, ({ id }) => hash32(id) % DETAIL_BUCKETS)
    for (const [bucket, some] of byBucket)
      await save(runId, `DETAIL#${level}#${bucket}`, Object.fromEntries(some.map((one) => [one.id, one])))
  }

  /** What only one product's or family's page shows. */
  async function detail(runId: RunId, level: ProductLevel, id: string): Promise<ProductDetail | undefined> {
    const name = `DETAIL#${level}#${hash32(id) % DETAIL_BUCKETS}`
    const key = `${runId}/${name}`
    const known = buckets.get(key) ?? (await load<Readonly<Record<string, ProductDetail>>>(runId, name)) ?? {}
    buckets.set(key, known)
    return known[id]
  }

  const saveRecipients = (runId: RunId, rank: number, ids: readonly string[]) =>
    save(runId, `BUNDLE#${rank}`, ids)

  /** The clients a bundle could reach, in the order of their ids, at most as many as are kept. */
  async function recipients(runId: RunId, rank: number): Promise<readonly string[]> {
    return (await load<readonly string[]>(runId, `BUNDLE#${rank}`)) ?? []
  }

  return { saveHead, head, saveDetails, detail, saveRecipients, recipients }
}

/** The figures of products of each run. */
export type ProductFigures = ReturnType<typeof createProductFigures>
