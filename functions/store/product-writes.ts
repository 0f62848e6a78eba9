import { folded } from '#shared/client/words'
import { DomainError } from '#shared/kernel/errors'
import type { ProductId } from '#shared/kernel/ids'
import { type Charge, chargesOverlap, overlapping } from '#shared/product/charge'
import type { Product } from '#shared/product/product'
import { bumpCatalogueVersion } from './catalogue.ts'
import { bumpDataVersion } from './channels.store.ts'
import { chargeKey, escaped, indexes, PRODUCTS_PARTITION, productKey } from './keys.ts'
import { type Item, MAX_ACTIONS, type Table } from './table.ts'
import type { NamedWrite } from './transaction.ts'

const productIsUnchanged = 'version = :expected'
const productIsNew = 'attribute_not_exists(pk)'

/** Changes of single products, each one transaction under the version that was read. */
export function createProductWrites({ table }: { table: Table }) {
  /** The charges kept for a product, oldest first. */
  async function charges(id: ProductId): Promise<Charge[]> {
    return (await table.queryAll(productKey(id).pk, { prefix: 'CHARGE#', isConsistent: true })).map(chargeOf)
  }

  /**
   * Writes a product with charges put and removed. The version of the product guards its charges too.
   *
   * @throws DomainError `product.changed-meanwhile`, `charge.overlaps`
   */
  async function saveWithCharges(
    product: Product,
    { put = [], remove = [] }: { put?: readonly Charge[]; remove?: readonly Charge[] },
  ): Promise<void> {
    const isRemoved = (charge: Charge) =>
      remove.some((one) => one.kind === charge.kind && one.from === charge.from)
    const kept = (await charges(product.id)).filter((charge) => !isRemoved(charge))
    for (const charge of put) {
      const known = overlapping(kept, charge)
      if (known) throw chargesOverlap(known)
      kept.push(charge)
    }
    const added = new Set(put.map(({ kind, from }) => `${kind}#${from}`))
    await table.transact([
      productItem(product),
      ...put.map((charge) => putCharge(product.id, charge)),
      ...remove
        .filter(({ kind, from }) => !added.has(`${kind}#${from}`))
        .map(({ kind, from }): NamedWrite => ({ Delete: { Key: chargeKey(product.id, from, kind) } })),
      bumpDataVersion(),
      bumpCatalogueVersion(),
    ])
  }

  /** Whether any money or order was ever counted under a product, in any shard. */
  async function hasFlows(id: ProductId): Promise<boolean> {
    const items = await table.queryAll(productKey(id).pk, { prefix: 'FLOW#', isConsistent: true })
    return items.some((item) => Object.values(item).some((value) => typeof value === 'number' && value !== 0))
  }

  /**
   * Takes a product out of the catalogue with its charges.
   *
   * @throws DomainError `product.changed-meanwhile`
   */
  async function remove({ id, version }: Pick<Product, 'id' | 'version'>): Promise<void> {
    const own = (await charges(id)).slice(0, MAX_ACTIONS - 3)
    await table.transact([
      {
        Delete: {
          Key: productKey(id),
          ConditionExpression: productIsUnchanged,
          ExpressionAttributeValues: { ':expected': version },
        },
        condition: () => changedMeanwhile(id),
      },
      ...own.map(({ kind, from }): NamedWrite => ({ Delete: { Key: chargeKey(id, from, kind) } })),
      bumpDataVersion(),
      bumpCatalogueVersion(),
    ])
  }

  return { charges, saveWithCharges, hasFlows, remove }
}

/** The write of a product under the version it was read with; version 0 is one that must not be there. */
export function productItem(product: Product): NamedWrite {
  const { name, time } = indexes
  const item = {
    ...productKey(product.id),
    ...product,
    productKind: product.kind,
    kind: 'product',
    version: product.version + 1,
    card: { id: product.id, n: product.name, f: product.family, k: product.kind },
    [name.pk]: PRODUCTS_PARTITION,
    [name.sk]: `${folded(product.name).slice(0, 80)}#${escaped(product.id)}`,
    ...(product.launchedOn === undefined
      ? {}
      : { [time.pk]: PRODUCTS_PARTITION, [time.sk]: `${product.launchedOn}#${escaped(product.id)}` }),
  }
  const condition = () => changedMeanwhile(product.id)
  if (product.version === 0) return { Put: { Item: item, ConditionExpression: productIsNew }, condition }
  return {
    Put: {
      Item: item,
      ConditionExpression: productIsUnchanged,
      ExpressionAttributeValues: { ':expected': product.version },
    },
    condition,
  }
}

function changedMeanwhile(id: ProductId): DomainError {
  return new DomainError(
    'conflict',
    'product.changed-meanwhile',
    `Product "${id}" was changed meanwhile. Load it again and repeat your change.`,
  )
}

function putCharge(id: ProductId, charge: Charge): NamedWrite {
  return {
    Put: {
      Item: {
        ...chargeKey(id, charge.from, charge.kind),
        ...charge,
        chargeKind: charge.kind,
        kind: 'charge',
      },
    },
  }
}

function chargeOf(item: Item): Charge {
  const { pk: _pk, sk: _sk, kind: _kind, chargeKind, ...charge } = item
  return { ...charge, kind: chargeKind } as unknown as Charge // -- because `putCharge` is the only writer
}
