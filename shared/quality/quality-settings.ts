/** What a house may choose about data quality. */
import * as v from 'valibot'

const hours = (usual: number) => v.optional(v.pipe(v.number(), v.minValue(0.5), v.maxValue(8_760)), usual)

/** Hours until an issue of one severity must be acknowledged and resolved. */
const Clock = (acknowledge: number, resolve: number) =>
  v.optional(v.strictObject({ acknowledge: hours(acknowledge), resolve: hours(resolve) }), {})

/** The part `quality` of the settings; every field has a default. */
export const QualitySettings = v.strictObject({
  slaHours: v.optional(
    v.strictObject({
      low: Clock(72, 720),
      medium: Clock(24, 168),
      high: Clock(8, 72),
      critical: Clock(2, 24),
    }),
    {},
  ),
  /** A headline figure carries a badge when open issues move it by more than this share of itself. */
  badgeShare: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 0.005),
  /** Clients of an issue whose effect a scan computes by itself; more are computed on demand. */
  effectClients: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(5_000)), 500),
})
/** The part `quality` of the settings. */
export type QualitySettings = v.InferOutput<typeof QualitySettings>

/** What a house starts with. */
export const defaultQualitySettings: QualitySettings = v.parse(QualitySettings, {})
