/**
 * Whether predictive distributions of single clients are honest: randomised probability integral transforms, and
 * one scale that corrects a model's level from an earlier hold-out.
 *
 * If the distributions are right, the transform of each outcome is uniform on (0, 1), also for counts: u = F(y −
 * 1) + V · P(y), V uniform (Brockwell 2007; Czado, Gneiting & Held 2009). Central intervals of counts cannot have
 * exactly 80 % coverage; the transform can.
 * Tested on generated truth and on CDNOW in tests/shared/models/predictive-check.test.ts.
 */
import type { Random } from '#shared/numeric/random'
import type { HoldoutErrors } from './report-card.ts'

/** The randomised transform of an outcome under draws from its predictive distribution, in (0, 1). */
export function randomisedTransform(draws: ArrayLike<number>, outcome: number, random: Random): number {
  let below = 0
  let equal = 0
  for (let draw = 0; draw < draws.length; draw++) {
    const value = draws[draw] ?? 0
    if (value < outcome) below += 1
    else if (value === outcome) equal += 1
  }
  // The outcome itself counts as one more draw, so that an outcome never drawn is not impossible.
  return (below + random.next() * (equal + 1)) / (draws.length + 1)
}

/** Share of transforms inside the central `level`; about `level` when the predictive distributions are right. */
export function centralShare(transforms: ArrayLike<number>, level = 0.8): number {
  let inside = 0
  for (let index = 0; index < transforms.length; index++)
    if (Math.abs((transforms[index] ?? 0) - 0.5) <= level / 2) inside += 1
  return inside / Math.max(1, transforms.length)
}

/** Largest correction a scale may make, up or down: beyond it the model is wrong, not its level. */
const MOST_SCALE = 2

/** Factor on expected purchases learned on an earlier hold-out: Σ actual / Σ predicted, between ½ and 2; 1 where nothing is known. */
export function levelScale({ predicted, actual }: Pick<HoldoutErrors, 'predicted' | 'actual'>): number {
  if (!(predicted > 0) || !(actual > 0)) return 1
  return Math.min(MOST_SCALE, Math.max(1 / MOST_SCALE, actual / predicted))
}
