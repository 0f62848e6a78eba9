/** An amount in minor units of the reporting currency: always an integer. */
export type Cents = number

/** Micro-probabilities are integers: `round(p · 1e6)`. */
export const MICRO = 1_000_000

/** Rounds half away from zero to an integer, so that a refund mirrors its purchase exactly. */
export function roundHalfAway(value: number): number {
  const rounded = Math.sign(value) * Math.round(Math.abs(value))
  return rounded === 0 ? 0 : rounded
}

/** Share of an amount, rounded half away from zero to whole minor units. */
export function scaleCents(amountCents: Cents, factor: number): Cents {
  return roundHalfAway(amountCents * factor)
}

/** A value kept to three significant digits beyond 1,000 minor units, so that stored scores change rarely. */
export function roundForStorage(amountCents: Cents): Cents {
  const size = Math.abs(amountCents)
  if (size < 1_000) return roundHalfAway(amountCents)
  const step = 10 ** (Math.floor(Math.log10(size)) - 2)
  return roundHalfAway(amountCents / step) * step
}
