/** What is counted of each product and each family, beside the portfolio's own contributions. Integers only. */

/** What is summed for each of the context's months. `holders` are counted at the month's last day. */
export const productMonthMeasures = ['revenue', 'margin', 'charges', 'orders', 'buyers', 'holders'] as const
/** A measure of a product's month. */
export type ProductMonthMeasure = (typeof productMonthMeasures)[number]

/**
 * What is summed for each listed period and its two comparisons. Held: clients active at the period's start who held the
 * product then, and those of them active or lost at its end.
 */
export const productPeriodMeasures = [
  'revenue',
  'margin',
  'charges',
  'orders',
  'buyers',
  'repeatBuyers',
  'heldAtStart',
  'heldKept',
  'heldLost',
] as const
/** A measure of a product's period. */
export type ProductPeriodMeasure = (typeof productPeriodMeasures)[number]

/**
 * What is known at the as-of day. First: clients whose first product it was, those of them with a value, the sum of their
 * total CLV in minor units, and of its square in whole units of the currency.
 */
export const productStandMeasures = [
  'holders',
  'activeHolders',
  'firstClients',
  'firstValued',
  'firstValue',
  'firstSquares',
] as const
/** A measure of a product's standing. */
export type ProductStandMeasure = (typeof productStandMeasures)[number]

/** How long somebody had been a client at the start of a period. */
export const tenures = ['new', 'under-1-year', '1-to-2-years', '2-to-5-years', 'over-5-years'] as const
/** A band of tenure. */
export type Tenure = (typeof tenures)[number]

/** By what the revenue of a period is cut. */
export const productDimensions = ['segment', 'channel', 'tenure'] as const
/** A cut of revenue. */
export type ProductDimension = (typeof productDimensions)[number]
/** What is summed for each period in a cut. */
export const productSliceMeasures = ['revenue', 'margin'] as const

/** The three slots of a listed period, in the order in which they are kept. */
export const periodSlots = ['now', 'previous', 'year-before'] as const
/** A slot of a listed period. */
export type PeriodSlot = (typeof periodSlots)[number]

/** Whether a figure is of one product or of a family of products. */
export type ProductLevel = 'product' | 'family'

const part = (text: string) =>
  text.includes('%') || text.includes('|') ? text.replaceAll('%', '%25').replaceAll('|', '%7C') : text
const whole = (text: string) => text.replaceAll('%7C', '|').replaceAll('%25', '%')

/** Key of a table of one product or family. */
export const productKeyOf = (level: ProductLevel, id: string, table: string): string =>
  `${level}|${part(id)}|${table}`
/** Key of a cut of one product or family. */
export const productSliceKey = (
  level: ProductLevel,
  id: string,
  cut: { dimension: ProductDimension; value: string },
): string => productKeyOf(level, id, `${cut.dimension}|${part(cut.value)}`)

/** The parts of a key: level, id, table, and the value of a cut. */
export function productKeyParts(key: string): {
  level: ProductLevel
  id: string
  table: string
  value: string
} {
  const [level, id = '', table = '', value = ''] = key.split('|')
  return { level: level === 'family' ? 'family' : 'product', id: whole(id), table, value: whole(value) }
}
