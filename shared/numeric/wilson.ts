/**
 * Interval for a proportion.
 *
 * Source: Wilson (1927), JASA 22; recommended over the Wald interval by Brown, Cai & DasGupta (2001). Never leaves
 * [0, 1] and is defined for 0 successes. Tested in tests/shared/numeric/wilson.test.ts.
 */
import { normalQuantile } from './normal.ts'

/** The Wilson interval for `successes` out of `trials`, both ends in [0, 1]; (0, 1) when there were no trials. */
export function wilsonInterval(
  successes: number,
  trials: number,
  level = 0.95,
): { low: number; high: number } {
  if (trials <= 0) return { low: 0, high: 1 }
  const z = normalQuantile((1 + level) / 2)
  const share = successes / trials
  const scale = 1 + (z * z) / trials
  const centre = (share + (z * z) / (2 * trials)) / scale
  const half = (z / scale) * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials))
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) }
}
