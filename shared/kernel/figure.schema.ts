import * as v from 'valibot'

/** Units a figure can have. Money is integer minor units; shares and chances are 0 to 1. */
export const figureUnits = ['cents', 'share', 'ratio', 'count', 'days', 'score'] as const

/**
 * A number as it is shown: with its interval where it is an estimate, its sample size, and the reason when it is
 * withheld. `value` null is shown as "—" with `reason`.
 */
export const Figure = v.object({
  value: v.nullable(v.number()),
  unit: v.picklist(figureUnits),
  reason: v.optional(v.string()),
  low80: v.optional(v.number()),
  high80: v.optional(v.number()),
  low95: v.optional(v.number()),
  high95: v.optional(v.number()),
  n: v.optional(v.number()),
})
/** A number as it is shown. */
export type Figure = v.InferOutput<typeof Figure>

/** A figure withheld, with the reason. */
export function withheld(unit: Figure['unit'], reason: string): Figure {
  return { value: null, unit, reason }
}
