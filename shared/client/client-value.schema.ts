import * as v from 'valibot'
import { Figure } from '#shared/kernel/figure.schema'

/** Predicted and total CLV within a horizon. */
export const HorizonValue = v.object({ months: v.number(), predicted: Figure, total: Figure })
/** Predicted and total CLV within a horizon. */
export type HorizonValue = v.InferOutput<typeof HorizonValue>

/** Predicted CLV up to the end of a month ahead, from 1; bounds null where no future is simulated. */
export const ValueMonth = v.object({
  month: v.number(),
  cents: v.number(),
  low80: v.nullable(v.number()),
  high80: v.nullable(v.number()),
})
/** Predicted CLV up to the end of a month ahead. */
export type ValueMonth = v.InferOutput<typeof ValueMonth>

/** Historic CLV at the end of a day. */
export const ValuePast = v.object({ day: v.string(), cents: v.number() })
/** Historic CLV at the end of a day. */
export type ValuePast = v.InferOutput<typeof ValuePast>

/**
 * Realised against predicted: what today's models say of the months since a day from the facts known on it, discounted to
 * it, and the margin those months brought; null with the reason in `expected`.
 */
export const ClientBackcast = v.object({
  since: v.string(),
  months: v.number(),
  expected: Figure,
  realisedCents: v.nullable(v.number()),
})
/** Realised against predicted. */
export type ClientBackcast = v.InferOutput<typeof ClientBackcast>
