import * as v from 'valibot'

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1))
const months = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(36))

/** The thresholds of the lifecycle rule. */
export const LifecycleSettings = v.strictObject({
  /** Younger products are in their introduction. */
  introductionMonths: months,
  /** So is a rising product that earns less than this share of the best product of its family. */
  introductionShare: share,
  /** Growth: the whole interval of the monthly slope lies above this. */
  growthPerMonth: share,
  /** Decline: the whole interval of the monthly slope lies below minus this. */
  declinePerMonth: share,
  /** Retired: nothing sold for so many full months. */
  retiredMonths: months,
  /** Months of smoothed revenue the slope is taken over. */
  slopeMonths: v.pipe(v.number(), v.integer(), v.minValue(3), v.maxValue(24)),
  /** Level of the slope's interval. */
  level: v.pipe(v.number(), v.minValue(0.5), v.maxValue(0.99)),
})
/** The thresholds of the lifecycle rule. */
export type LifecycleSettings = v.InferOutput<typeof LifecycleSettings>

/** The thresholds a house starts with: ours, after the four classic stages; editable. */
export const defaultLifecycleSettings: LifecycleSettings = {
  introductionMonths: 6,
  introductionShare: 0.05,
  growthPerMonth: 0.02,
  declinePerMonth: 0.02,
  retiredMonths: 6,
  slopeMonths: 6,
  level: 0.8,
}
