/**
 * Which of many findings stand when all of them are looked at together.
 *
 * Source: Benjamini & Hochberg (1995), JRSS B 57: of the findings kept, an expected share of at most q is false.
 * Exact; tested in tests/shared/numeric/benjamini-hochberg.test.ts.
 */

/**
 * Adjusted p-values in the order of the p-values given: a finding stands at level q when its adjusted p-value is at most q.
 *
 * @param tests  how many findings were looked at; those not given have p-values no smaller than any that can stand
 */
export function adjustedPValues(pValues: readonly number[], tests = pValues.length): number[] {
  const n = pValues.length
  const order = pValues
    .map((_, index) => index)
    .sort((left, right) => (pValues[right] ?? 0) - (pValues[left] ?? 0))
  const adjusted = new Array<number>(n).fill(1)
  let least = 1
  order.forEach((index, position) => {
    least = Math.min(least, ((pValues[index] ?? 1) * tests) / (n - position))
    adjusted[index] = least
  })
  return adjusted
}
