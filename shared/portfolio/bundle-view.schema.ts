import * as v from 'valibot'

/** The run behind an answer; null before the first one. */
export const RunOf = v.nullable(v.object({ id: v.string(), asOf: v.string(), changedClients: v.number() }))

/** Two products offered together, with the proof. */
export const BundleView = v.object({
  rank: v.number(),
  basis: v.picklist(['baskets', 'holdings']),
  left: v.object({ id: v.string(), name: v.string() }),
  right: v.object({ id: v.string(), name: v.string() }),
  counts: v.object({ baskets: v.number(), left: v.number(), right: v.number(), both: v.number() }),
  support: v.number(),
  confidence: v.number(),
  lift: v.number(),
  liftLow: v.number(),
  liftHigh: v.number(),
  leverage: v.number(),
  /** Null when the one always comes with the other. */
  conviction: v.nullable(v.number()),
  expected: v.number(),
  adjustedPValue: v.number(),
  unitMarginCents: v.number(),
  recipients: v.number(),
  expectedMarginCents: v.number(),
  warning: v.nullable(v.string()),
})
/** Two products offered together, with the proof. */
export type BundleView = v.InferOutput<typeof BundleView>

const EvidenceView = v.object({
  baskets: v.number(),
  products: v.number(),
  pairs: v.number(),
  standing: v.number(),
  basketsLeftOut: v.number(),
  productsLeftOut: v.number(),
})

/** Every bundle of the run, or why there is none. */
export const BundlesView = v.object({
  run: RunOf,
  items: v.array(BundleView),
  total: v.number(),
  evidence: v.nullable(v.object({ baskets: EvidenceView, holdings: EvidenceView })),
  reason: v.optional(v.string()),
})
/** Every bundle of the run. */
export type BundlesView = v.InferOutput<typeof BundlesView>

/** Clients a bundle could reach, a page of them. */
export const RecipientsPage = v.object({
  items: v.array(v.object({ id: v.string(), name: v.nullable(v.string()) })),
  /** All of them; only the first 20,000 are listed. */
  total: v.number(),
  listed: v.number(),
  next: v.nullable(v.number()),
})
/** Clients a bundle could reach. */
export type RecipientsPage = v.InferOutput<typeof RecipientsPage>
