import type { ProductLevel } from '#shared/portfolio/product-measures'
import type { TraceLink } from '../../lib/trace-link.ts'

/** What of a product or family can be followed. */
export type ProductMetric =
  'revenue' | 'margin' | 'orders' | 'buyers' | 'repeat' | 'holders' | 'penetration' | 'loss' | 'first-clv'

/** A figure of a product or family, to be followed to its clients. */
export function productTrace(
  { level, id }: { level: ProductLevel; id: string },
  metric: ProductMetric,
  question: Readonly<Record<string, string>> = {},
): TraceLink {
  return { metric: `product-${metric}`, question: { [level]: id, ...question } }
}
