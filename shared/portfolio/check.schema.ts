import * as v from 'valibot'
import { figureUnits } from '#shared/kernel/figure.schema'

const whole = v.pipe(v.number(), v.safeInteger())
const counted = v.pipe(whole, v.minValue(0))
const kept = v.strictObject({ active: counted, retained: counted })
const day = v.pipe(v.string(), v.isoDate())

/** What is known to be true of a generated portfolio, whatever the product says of it. A real house has none. */
export const TruthSheet = v.strictObject({
  today: day,
  months: v.pipe(
    v.array(
      v.strictObject({
        month: v.pipe(v.string(), v.regex(/^\d{4}-\d{2}$/)),
        revenueCents: whole,
        chargesCents: whole,
        orders: counted,
        buyers: counted,
      }),
    ),
    v.maxLength(120),
  ),
  /** At the end of `today`; purchase-based clients by width of the activity window in days. */
  active: v.strictObject({ withOpenAccount: counted, buyersByWindow: v.record(v.string(), counted) }),
  retention12: v.strictObject({ accounts: kept, buyersByWindow: v.record(v.string(), kept) }),
  spendCents: whole,
  /** Expected margin of the next 36 months at 10 % a year, given everything that is known. */
  remainingMarginCents: v.pipe(v.number(), v.finite()),
  faults: v.pipe(
    v.array(
      v.strictObject({
        kind: v.pipe(v.string(), v.maxLength(64)),
        says: v.pipe(v.string(), v.maxLength(200)),
        planted: counted,
      }),
    ),
    v.maxLength(60),
  ),
})
/** What is known to be true of a generated portfolio. */
export type TruthSheet = v.InferOutput<typeof TruthSheet>

/** How a comparison ended; `unknown` says why there was nothing to compare. */
export const checkOutcomes = ['pass', 'fail', 'unknown'] as const

/** A reported figure beside its truth. `tolerance` is absolute, in the figure's unit. */
export const CheckRow = v.object({
  name: v.string(),
  title: v.string(),
  unit: v.picklist(figureUnits),
  reported: v.nullable(v.number()),
  truth: v.nullable(v.number()),
  tolerance: v.nullable(v.number()),
  outcome: v.picklist(checkOutcomes),
  /** Why this tolerance, or why there is nothing to compare. */
  reason: v.string(),
})
/** A reported figure beside its truth. */
export type CheckRow = v.InferOutput<typeof CheckRow>

/** A kind of planted fault and what the newest whole scan found of it; null: not scanned yet. */
export const FaultRow = v.object({
  kind: v.string(),
  says: v.string(),
  planted: v.number(),
  rule: v.string(),
  found: v.nullable(v.number()),
  outcome: v.picklist(checkOutcomes),
})
/** A kind of planted fault and what was found of it. */
export type FaultRow = v.InferOutput<typeof FaultRow>

/** The demo beside its truth. */
export const CheckView = v.object({
  currency: v.string(),
  runId: v.string(),
  asOf: v.string(),
  /** The day the truth was taken. */
  today: v.string(),
  figures: v.array(CheckRow),
  faults: v.array(FaultRow),
  scannedAt: v.nullable(v.string()),
})
/** The demo beside its truth. */
export type CheckView = v.InferOutput<typeof CheckView>
