/** Purchase histories by BG/NBD's own story, in days. */
import type { PurchaseHistory } from '#shared/models/purchase-history'
import { createRandom, type Random } from '#shared/numeric/random'

/** When the clients came: as those of CDNOW did, in one quarter, or over three years. */
export const shapes = {
  'a quarter': { shortest: 190, longest: 273 },
  'three years': { shortest: 1, longest: 1_095 },
} as const
/** When the clients came. */
export type Shape = keyof typeof shapes

/** Close to the fit of the CDNOW sample, in days. */
const truth = { r: 0.25, alpha: 31, a: 0.8, b: 2.4 }

/** Histories of that many clients, always the same ones. */
export function generatedHistories(count: number, shape: Shape): PurchaseHistory[] {
  const random = createRandom(41)
  const { shortest, longest } = shapes[shape]
  return Array.from({ length: count }, () =>
    historyOf(shortest + random.integer(longest - shortest + 1), random),
  )
}

function historyOf(T: number, random: Random): PurchaseHistory {
  const rate = random.gamma(truth.r) / truth.alpha
  const leaving = random.beta(truth.a, truth.b)
  let x = 0
  let tx = 0
  let time = 0
  while (rate > 0) {
    time += -Math.log(1 - random.next()) / rate
    const day = Math.ceil(time)
    if (day > T) break
    // A second purchase on a day is no repeat.
    if (day > tx) x += 1
    tx = day
    if (random.next() < leaving) break
  }
  return { x, tx, T }
}
