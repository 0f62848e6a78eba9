import { LRUCache } from 'lru-cache'
import type { Product } from '#shared/product/product'
import { catalogueVersionKey } from './keys.ts'
import type { Table } from './table.ts'
import type { NamedWrite } from './transaction.ts'

/** Says that the catalogue has changed. */
export function bumpCatalogueVersion(): NamedWrite {
  return {
    Update: {
      Key: { ...catalogueVersionKey },
      UpdateExpression: 'ADD #version :one',
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: { ':one': 1 },
    },
  }
}

/** The whole catalogue, kept in the function by its version: warm, a list of products costs one small read. */
export function createCatalogue(table: Table, loadAll: () => Promise<Product[]>) {
  const kept = new LRUCache<number, readonly Product[]>({ max: 2 })

  return async function read(): Promise<{ version: number; products: readonly Product[] }> {
    const version = Number((await table.get(catalogueVersionKey, { isConsistent: true }))?.['version'] ?? 0)
    const products = kept.get(version) ?? (await loadAll())
    kept.set(version, products)
    return { version, products }
  }
}

/** Reads the whole catalogue with its version. */
export type Catalogue = ReturnType<typeof createCatalogue>
