/**
 * How the parts of a whole share in it: exact Shapley values.
 *
 * Each player's value is its average marginal contribution over all orders of joining; the values add up to
 * value(everybody) − value(nobody) exactly, up to rounding. All 2ⁿ coalitions are evaluated, so n is kept at 12 or
 * fewer.
 * Source: Shapley (1953), A Value for n-Person Games. Tested in tests/shared/numeric/shapley.test.ts.
 */

/** Shapley values of `players` players; `value` takes a bit mask of those who joined (bit 0 is player 0). */
export function shapleyValues(players: number, value: (joined: number) => number): number[] {
  const coalitions = 2 ** players
  const values = Float64Array.from({ length: coalitions }, (_, joined) => value(joined))
  const weights = Array.from(
    { length: players },
    (_, size) => (factorial(size) * factorial(players - size - 1)) / factorial(players),
  )
  const shares = new Array<number>(players).fill(0)
  for (let joined = 0; joined < coalitions; joined++) {
    const weight = weights[bitsIn(joined)] ?? 0
    for (let player = 0; player < players; player++) {
      const bit = 2 ** player
      if ((joined & bit) !== 0) continue
      shares[player] = (shares[player] ?? 0) + weight * ((values[joined | bit] ?? 0) - (values[joined] ?? 0))
    }
  }
  return shares
}

function bitsIn(mask: number): number {
  let bits = 0
  for (let rest = mask; rest !== 0; rest &= rest - 1) bits += 1
  return bits
}

function factorial(n: number): number {
  let product = 1
  for (let factor = 2; factor <= n; factor++) product *= factor
  return product
}
