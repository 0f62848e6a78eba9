import * as v from 'valibot'
import { stages } from '#shared/product/lifecycle'
import { RunOf } from './bundle-view.schema.ts'

/** What the landing page says of products. */
export const ProductsSummary = v.object({
  run: RunOf,
  products: v.number(),
  bundles: v.number(),
  stageChanges: v.array(
    v.object({
      id: v.string(),
      name: v.string(),
      from: v.nullable(v.picklist(stages)),
      to: v.nullable(v.picklist(stages)),
      month: v.string(),
    }),
  ),
  movers: v.array(
    v.object({ id: v.string(), name: v.string(), growth: v.number(), revenueCents: v.number() }),
  ),
})
/** What the landing page says of products. */
export type ProductsSummary = v.InferOutput<typeof ProductsSummary>
