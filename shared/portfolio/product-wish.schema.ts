import * as v from 'valibot'
import { isCivilDay } from '#shared/kernel/day'
import { MAX_ID_LENGTH } from '#shared/kernel/ids'
import { stages } from '#shared/product/lifecycle'

const text = (most: number) => v.pipe(v.string(), v.trim(), v.minLength(1, 'Required.'), v.maxLength(most))
const day = v.pipe(v.string(), v.check(isCivilDay, 'A day, as 2026-01-31.'))
const cents = v.pipe(
  v.number(),
  v.integer('Whole minor units.'),
  v.minValue(0, 'Not below zero.'),
  v.maxValue(1e11),
)
const share = v.pipe(v.number(), v.minValue(0, 'At least 0.'), v.maxValue(1, 'At most 1.'))
const Id = v.pipe(v.string(), v.minLength(1), v.maxLength(256))

/** How a product is charged. */
export const chargeKinds = ['monthly-fee', 'transaction-fee', 'interest-margin', 'one-off'] as const
const written = {
  name: text(120),
  family: v.nullable(text(64)),
  /** Says that a family nobody has named yet is meant. */
  isNewFamily: v.optional(v.boolean(), false),
  isAnchor: v.boolean(),
  launchedOn: v.nullable(day),
  marginRate: v.nullable(share),
  unitCostCents: v.nullable(cents),
}

/** A product to be added. */
export const NewProduct = v.strictObject({
  id: v.pipe(v.string(), v.trim(), v.minLength(1, 'Required.'), v.maxLength(MAX_ID_LENGTH)),
  kind: v.picklist(['account', 'purchase']),
  ...written,
})
/** A product as it shall be; `version` is that which was read. */
export const ProductEdit = v.strictObject({ version: v.number(), ...written })
/** Takes a product off sale, or puts it back. */
export const Retirement = v.strictObject({ version: v.number(), retiredOn: v.nullable(day) })
/** A stage set by hand until a day; null lets the rule speak again. */
export const StageWish = v.strictObject({
  version: v.number(),
  override: v.nullable(v.strictObject({ stage: v.picklist(stages), reason: text(300), until: day })),
})
/** A charge to be added, or ended. */
export const ChargeWish = v.strictObject({
  version: v.number(),
  kind: v.picklist(chargeKinds),
  amountCents: cents,
  from: day,
  to: v.nullable(day),
})
/** The last day of a charge. */
export const ChargeEnd = v.strictObject({ version: v.number(), to: day })
/** The version that was read. */
export const VersionQuery = v.strictObject({ version: v.pipe(v.string(), v.toNumber(), v.integer()) })
/** A product in the path. */
export const ProductParams = v.strictObject({ id: Id })
/** A charge in the path. */
export const ChargeParams = v.strictObject({ id: Id, kind: v.picklist(chargeKinds), from: day })
