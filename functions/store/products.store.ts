import { DomainError } from '#shared/kernel/errors'
import type { ProductId } from '#shared/kernel/ids'
import { type CatalogueEntry, catalogueEntry, type Product } from '#shared/product/product'
import { bumpDataVersion } from './channels.store.ts'
import { indexes, PRODUCTS_PARTITION, productKey } from './keys.ts'
import { createProductWrites, productItem } from './product-writes.ts'
import type { Item, Table } from './table.ts'
import type { NamedWrite } from './transaction.ts'
import { bumpCatalogueVersion } from './catalogue.ts'

const PRODUCTS_PER_TRANSACTION = 88
/** The catalogue. */
export function createProductsStore({ table }: { table: Table }) {
  async function load(id: ProductId): Promise<Product | undefined> {
    const item = await table.get(productKey(id))
    return item && productOf(item)
  }

  /** The products of those ids that exist. */
  async function loadMany(ids: readonly ProductId[]): Promise<Map<ProductId, Product>> {
    const items = await table.getMany([...new Set(ids)].map(productKey), { isConsistent: true })
    return new Map(items.map((item) => [item['id'] as string, productOf(item)]))
  }

  /** Every product, in name order. */
  async function loadAll(): Promise<Product[]> {
    const { index, pk } = indexes.name
    const ids: string[] = []
    let startKey: Record<string, unknown> | undefined
    do {
      const answer = await table.query({
        IndexName: index,
        KeyConditionExpression: '#pk = :pk',
        ExpressionAttributeNames: { '#pk': pk },
        ExpressionAttributeValues: { ':pk': PRODUCTS_PARTITION },
        ...(startKey ? { ExclusiveStartKey: startKey } : {}),
      })
      ids.push(...answer.items.map((item) => (item['card'] as { id: string }).id))
      startKey = answer.lastKey
    } while (startKey)
    const found = await loadMany(ids)
    return ids.flatMap((id) => found.get(id) ?? [])
  }

  /** What a valuation needs of every product. */
  async function catalogue(): Promise<Record<ProductId, CatalogueEntry>> {
    return Object.fromEntries((await loadAll()).map((product) => [product.id, catalogueEntry(product)]))
  }

  /**
   * Writes products as they shall be, each conditional on the version it was read with.
   *
   * @throws DomainError `product.changed-meanwhile`
   */
  async function saveAll(products: readonly Product[], markers: readonly NamedWrite[] = []): Promise<void> {
    for (let start = 0; start < products.length || start === 0; start += PRODUCTS_PER_TRANSACTION) {
      const writes = products.slice(start, start + PRODUCTS_PER_TRANSACTION).map(productItem)
      const isLast = start + PRODUCTS_PER_TRANSACTION >= products.length
      const all = [
        ...writes,
        ...(writes.length > 0 ? [bumpDataVersion(), bumpCatalogueVersion()] : []),
        ...(isLast ? markers : []),
      ]
      if (all.length > 0) await table.transact(all)
    }
  }

  /** Makes sure the products exist: unknown ones become placeholders of kind purchase. Returns how many were made. */
  async function ensure(ids: readonly ProductId[]): Promise<number> {
    const known = await loadMany(ids)
    const missing = [...new Set(ids)].filter((id) => !known.has(id)).sort()
    let made = 0
    for (const id of missing) {
      try {
        await saveAll([placeholder(id)])
        made += 1
      } catch (error) {
        // Somebody else made it first: it exists, which is all that is asked.
        if (!(error instanceof DomainError) || error.kind !== 'conflict') throw error
      }
    }
    return made
  }

  return { load, loadMany, loadAll, catalogue, saveAll, ensure, ...createProductWrites({ table }) }
}

/** The catalogue. */
export type ProductsStore = ReturnType<typeof createProductsStore>

/** A product known only from facts that named it. */
export function placeholder(id: ProductId): Product {
  return { id, version: 0, name: id, kind: 'purchase', isAnchor: false, isPlaceholder: true }
}

function productOf(item: Item): Product {
  const { pk: _pk, sk: _sk, card: _card, namePk: _namePk, nameSk: _nameSk, productKind, ...rest } = item
  const { timePk: _timePk, timeSk: _timeSk, ...content } = rest
  return { ...content, kind: productKind } as unknown as Product // -- because `put` is the only writer
}
