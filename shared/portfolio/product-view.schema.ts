import * as v from 'valibot'
import { Figure } from '#shared/kernel/figure.schema'
import { stages } from '#shared/product/lifecycle'
import { periodNames } from './period-names.ts'
import { BundleView, RunOf } from './bundle-view.schema.ts'
import { productDimensions } from './product-measures.ts'
import { chargeKinds } from './product-wish.schema.ts'

const Id = v.pipe(v.string(), v.minLength(1), v.maxLength(256))

/** Where a product stands in the catalogue. */
export const productStatuses = ['active', 'retired', 'placeholder'] as const
/** Classes by cumulative share of revenue: 80, 15 and 5 %. */
export const abcClasses = ['A', 'B', 'C'] as const
/** What the table can be ordered by. */
export const productOrders = [
  'name',
  'family',
  'stage',
  'launched',
  'revenue',
  'margin',
  'growth',
  'orders',
  'buyers',
  'holders',
  'penetration',
  'repeat',
  'loss',
  'first-value',
] as const
/** An order of the table. */
export type ProductOrder = (typeof productOrders)[number]

const periodFields = {
  period: v.optional(v.picklist(periodNames), '12-months'),
  compare: v.optional(v.picklist(['previous', 'year-before']), 'previous'),
}

/** Query of the catalogue. */
export const ProductsQuery = v.strictObject({
  level: v.optional(v.picklist(['product', 'family']), 'product'),
  q: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(64))),
  family: v.optional(v.pipe(v.string(), v.maxLength(64))),
  stage: v.optional(v.picklist(stages)),
  status: v.optional(v.picklist(productStatuses)),
  abc: v.optional(v.picklist(abcClasses)),
  sort: v.optional(v.picklist(productOrders), 'revenue'),
  order: v.optional(v.picklist(['asc', 'desc'])),
  limit: v.optional(v.pipe(v.string(), v.toNumber(), v.integer(), v.minValue(1), v.maxValue(100)), '25'),
  cursor: v.optional(v.pipe(v.string(), v.maxLength(1_000))),
  from: v.optional(v.picklist(['last'])),
  ...periodFields,
})

/** A row of the table: a product or a family, with its figures of the period. Null where there is nothing to divide by. */
export const ProductRow = v.object({
  id: v.string(),
  name: v.string(),
  family: v.nullable(v.string()),
  kind: v.nullable(v.picklist(['account', 'purchase'])),
  status: v.picklist(productStatuses),
  stage: v.nullable(v.picklist(stages)),
  stageBecause: v.string(),
  confidence: v.nullable(v.number()),
  isOverridden: v.boolean(),
  abc: v.picklist(abcClasses),
  revenueCents: v.number(),
  marginCents: v.number(),
  growth: v.nullable(v.number()),
  orders: v.number(),
  buyers: v.number(),
  holders: v.number(),
  /** Active holders over active clients. */
  penetration: v.nullable(v.number()),
  /** Buyers who had bought before, over buyers. */
  repeat: v.nullable(v.number()),
  /** Holders lost over holders active at the period's start. */
  loss: v.nullable(v.number()),
  firstValueCents: v.nullable(v.number()),
  launchedOn: v.nullable(v.string()),
  /** Revenue of the last 12 full months. */
  sparkline: v.array(v.number()),
})
/** A row of the table. */
export type ProductRow = v.InferOutput<typeof ProductRow>

const PeriodOf = v.object({
  name: v.picklist(periodNames),
  from: v.string(),
  to: v.string(),
  against: v.string(),
})

/** A page of the catalogue. Totals are of every row that passes the filters. */
export const ProductsPage = v.object({
  run: RunOf,
  period: v.nullable(PeriodOf),
  items: v.array(ProductRow),
  total: v.number(),
  revenueCents: v.number(),
  marginCents: v.number(),
  families: v.array(v.string()),
  firstRow: v.number(),
  next: v.nullable(v.string()),
  previous: v.nullable(v.string()),
  isOnRevenue: v.boolean(),
})
/** A page of the catalogue. */
export type ProductsPage = v.InferOutput<typeof ProductsPage>

const ChargeRow = v.object({
  kind: v.picklist(chargeKinds),
  amountCents: v.number(),
  from: v.string(),
  to: v.nullable(v.string()),
  /** From the catalogue file, not yet kept with a history of its own. */
  isImported: v.boolean(),
})

const StageShown = v.object({
  stage: v.nullable(v.picklist(stages)),
  because: v.string(),
  confidence: v.nullable(v.number()),
  /** Growth per month relative to the level, with its 80 % interval. */
  slope: v.nullable(v.object({ perMonth: v.number(), low: v.number(), high: v.number(), n: v.number() })),
})

/** One product: what it is, what it costs, where it stands in its life. */
export const ProductView = v.object({
  id: v.string(),
  version: v.number(),
  name: v.string(),
  family: v.nullable(v.string()),
  kind: v.picklist(['account', 'purchase']),
  isAnchor: v.boolean(),
  isPlaceholder: v.boolean(),
  status: v.picklist(productStatuses),
  launchedOn: v.nullable(v.string()),
  retiredOn: v.nullable(v.string()),
  marginRate: v.nullable(v.number()),
  unitCostCents: v.nullable(v.number()),
  families: v.array(v.string()),
  charges: v.array(ChargeRow),
  lifecycle: v.object({
    ...StageShown.entries,
    rule: v.string(),
    ruleStage: v.nullable(v.picklist(stages)),
    override: v.nullable(
      v.object({
        stage: v.picklist(stages),
        reason: v.string(),
        until: v.string(),
        by: v.string(),
        at: v.string(),
      }),
    ),
    pastOverrides: v.array(
      v.object({
        stage: v.picklist(stages),
        reason: v.string(),
        until: v.string(),
        by: v.string(),
        at: v.string(),
      }),
    ),
    /** The rule's stage at the end of each of the last months, oldest first. */
    history: v.array(v.object({ month: v.string(), stage: v.nullable(v.picklist(stages)) })),
  }),
  holders: v.nullable(v.number()),
  run: RunOf,
})
/** One product. */
export type ProductView = v.InferOutput<typeof ProductView>

/** Query of the analytics: a product or a family. */
export const AnalyticsQuery = v.pipe(
  v.strictObject({
    product: v.optional(Id),
    family: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(64))),
    ...periodFields,
  }),
  v.check(
    ({ product, family }) => (product === undefined) !== (family === undefined),
    'Name a product or a family.',
  ),
)

const Compared = v.object({ figure: Figure, before: Figure })
const SliceRow = v.object({
  value: v.string(),
  revenueCents: v.number(),
  marginCents: v.number(),
  share: v.nullable(v.number()),
})

/** The analytics of one product or family: the one source of what its page shows. */
export const AnalyticsView = v.object({
  run: RunOf,
  reason: v.optional(v.string()),
  subject: v.object({ level: v.picklist(['product', 'family']), id: v.string(), name: v.string() }),
  period: v.nullable(PeriodOf),
  isOnRevenue: v.boolean(),
  abc: v.nullable(
    v.object({
      class: v.picklist(abcClasses),
      rank: v.number(),
      of: v.number(),
      share: v.nullable(v.number()),
    }),
  ),
  marginRank: v.nullable(v.number()),
  figures: v.object({
    revenue: Compared,
    margin: Compared,
    charges: Compared,
    orders: Compared,
    buyers: Compared,
    penetration: Figure,
    repeat: Compared,
    lossOfHolders: Compared,
    lossOfOthers: Figure,
    firstValue: Figure,
  }),
  /** Whether holders are lost less than others: the difference of the two rates, in share points. */
  lossDifference: Figure,
  months: v.array(
    v.object({
      month: v.string(),
      revenueCents: v.number(),
      marginCents: v.number(),
      chargesCents: v.number(),
      orders: v.number(),
      buyers: v.number(),
      holders: v.number(),
      isPartial: v.boolean(),
    }),
  ),
  forecast: v.object({
    months: v.array(
      v.object({
        month: v.string(),
        cents: v.number(),
        low80: v.number(),
        high80: v.number(),
        low95: v.number(),
        high95: v.number(),
      }),
    ),
    method: v.nullable(v.string()),
    reason: v.optional(v.string()),
  }),
  /** How each calendar month differs from the mean; empty where no season can be told from chance. */
  season: v.array(v.object({ month: v.number(), ratio: v.number() })),
  slices: v.object(
    Object.fromEntries(productDimensions.map((name) => [name, v.array(SliceRow)])) as Record<
      (typeof productDimensions)[number],
      v.ArraySchema<typeof SliceRow, undefined>
    >,
  ),
  attached: v.array(
    v.object({
      id: v.string(),
      name: v.string(),
      basis: v.picklist(['baskets', 'holdings']),
      both: v.number(),
      rate: v.number(),
      lift: v.number(),
    }),
  ),
  charges: v.object({
    /** Monthly fee: listed and charged over the last 12 full months. */
    listedCents: v.nullable(v.number()),
    chargedCents: v.number(),
    salesCents: v.number(),
    effective: Figure,
    waived: Figure,
  }),
  bundles: v.array(BundleView),
})
/** The analytics of one product or family. */
export type AnalyticsView = v.InferOutput<typeof AnalyticsView>
