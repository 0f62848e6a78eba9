import { productOfFlow } from '#shared/portfolio/flows'
import { flowKey, type Key, productFlowKey } from './keys.ts'
import type { NamedWrite } from './transaction.ts'

/** The item that holds a live flow in a shard. */
export function flowItemKey(shard: number, flow: string): Key {
  const product = productOfFlow(flow)
  if (product) return productFlowKey(product.productId, product.year, shard)
  return flowKey(shard, flow.slice(0, 4), flow.slice(5))
}

/** The write that adds amounts to attributes of an item, which need not exist. */
export function addToItem(key: Key, sums: ReadonlyMap<string, number>): NamedWrite {
  const attributes = [...sums]
  return {
    Update: {
      Key: { ...key },
      UpdateExpression: `ADD ${attributes.map((_, index) => `#${index} :${index}`).join(', ')}`,
      ExpressionAttributeNames: Object.fromEntries(attributes.map(([name], index) => [`#${index}`, name])),
      ExpressionAttributeValues: Object.fromEntries(attributes.map(([, sum], index) => [`:${index}`, sum])),
    },
  }
}
