import { normalQuantile } from '#shared/numeric/normal'

const FEWEST_CHANGES = 11

/**
 * Whether the one product falls when the other rises: the correlation of their changes from month to month, when its 95 %
 * interval (Fisher 1921, normal in atanh with variance 1/(n - 3)) lies below 0.
 *
 * @returns a sentence, or null where the months say nothing of the kind
 */
export function togetherDown(one: readonly number[], other: readonly number[]): string | null {
  const changes = one.flatMap((value, month) => {
    const [before = 0, otherBefore = 0, otherNow = 0] = [one[month - 1], other[month - 1], other[month]]
    return month > 0 && before > 0 && value > 0 && otherBefore > 0 && otherNow > 0
      ? [[Math.log(value / before), Math.log(otherNow / otherBefore)] as const]
      : []
  })
  if (changes.length < FEWEST_CHANGES) return null
  const correlation = correlationOf(changes)
  const bounded = Math.max(-0.999_999, Math.min(0.999_999, correlation))
  const high = Math.tanh(Math.atanh(bounded) + normalQuantile(0.975) / Math.sqrt(changes.length - 3))
  if (high >= 0) return null
  const said = correlation.toFixed(2).replace('-', '−')
  return `When the one rises the other falls (correlation of ${changes.length} monthly changes ${said}): the one may replace the other.`
}

function correlationOf(pairs: readonly (readonly [number, number])[]): number {
  const mean = (place: 0 | 1) => pairs.reduce((sum, pair) => sum + pair[place], 0) / pairs.length
  const [meanOne, meanOther] = [mean(0), mean(1)]
  let product = 0
  let one = 0
  let other = 0
  for (const [left, right] of pairs) {
    product += (left - meanOne) * (right - meanOther)
    one += (left - meanOne) ** 2
    other += (right - meanOther) ** 2
  }
  return one > 0 && other > 0 ? product / Math.sqrt(one * other) : 0
}
