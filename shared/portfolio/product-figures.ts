import { type Figure, withheld } from '#shared/kernel/figure.schema'
import { normalQuantile } from '#shared/numeric/normal'
import { wilsonInterval } from '#shared/numeric/wilson'
import { type ProductSums, standing } from './product-snapshot.ts'

/** A share with its Wilson intervals, or the reason why there is none. */
export function rateFigure(part: number, whole: number, reason: string): Figure {
  if (whole <= 0) return withheld('share', reason)
  const narrow = wilsonInterval(part, whole, 0.8)
  const wide = wilsonInterval(part, whole, 0.95)
  return {
    value: part / whole,
    unit: 'share',
    n: whole,
    low80: narrow.low,
    high80: narrow.high,
    low95: wide.low,
    high95: wide.high,
  }
}

interface Rate {
  readonly part: number
  readonly whole: number
}

/** The difference of two shares, with the interval of Newcombe (1998, method 10): from the Wilson intervals of both. */
export function rateDifference(one: Rate, other: Rate): Figure {
  if (one.whole <= 0 || other.whole <= 0) return withheld('share', 'One of the two groups is empty.')
  const [p, q] = [one.part / one.whole, other.part / other.whole]
  const bounds = (level: number) => {
    const first = wilsonInterval(one.part, one.whole, level)
    const second = wilsonInterval(other.part, other.whole, level)
    return {
      low: p - q - Math.hypot(p - first.low, second.high - q),
      high: p - q + Math.hypot(first.high - p, q - second.low),
    }
  }
  const [narrow, wide] = [bounds(0.8), bounds(0.95)]
  return {
    value: p - q,
    unit: 'share',
    n: one.whole + other.whole,
    low80: narrow.low,
    high80: narrow.high,
    low95: wide.low,
    high95: wide.high,
  }
}

/** Mean total CLV of the clients who started with a product, with the normal interval of a mean. */
export function firstValue(sums: ProductSums): Figure {
  const n = standing(sums, 'firstValued')
  if (n === 0) {
    const clients = standing(sums, 'firstClients')
    const reason =
      clients > 0 ? `${clients} clients started with it; none could be valued.` : 'No client started with it.'
    return withheld('cents', reason)
  }
  const mean = standing(sums, 'firstValue') / n
  const squares = standing(sums, 'firstSquares') * 10_000
  const error = n > 1 ? Math.sqrt(Math.max(0, squares - n * mean * mean) / (n - 1) / n) : Infinity
  const at = (level: number) => Math.round(normalQuantile((1 + level) / 2) * error)
  const interval =
    n > 1
      ? {
          low80: Math.round(mean) - at(0.8),
          high80: Math.round(mean) + at(0.8),
          low95: Math.round(mean) - at(0.95),
          high95: Math.round(mean) + at(0.95),
        }
      : {}
  return { value: Math.round(mean), unit: 'cents', n, ...interval }
}
