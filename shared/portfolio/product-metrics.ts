/** Figures of products and families that can be followed: `?product=<id>` or `?family=<name>` says of which. */
import { type Figure, withheld } from '#shared/kernel/figure.schema'
import { invalidInput } from '#shared/kernel/errors'
import { stateAt } from './kpis.ts'
import { productContribution } from './product-contribution.ts'
import { firstValue, rateFigure } from './product-figures.ts'
import {
  type ProductLevel,
  productKeyOf,
  type ProductMonthMeasure,
  productMonthMeasures,
  type ProductPeriodMeasure,
  productPeriodMeasures,
  type ProductStandMeasure,
  productStandMeasures,
} from './product-measures.ts'
import { noSums, type ProductSnapshot, type ProductSums, slotIndex } from './product-snapshot.ts'
import type { Selection } from './selection.ts'
import { ofState } from './selection.ts'
import { type About, totalOf, type TracedMetric, type TracedPart } from './traced.ts'

interface Subject {
  readonly level: ProductLevel
  readonly id: string
  readonly head: ProductSnapshot
  readonly sums: ProductSums
}

/** @throws DomainError `trace.no-product`, `products.not-counted` */
function subjectOf({ question: { product, family }, products: head }: About): Subject {
  const [level, id] = product === undefined ? (['family', family] as const) : (['product', product] as const)
  if (id === undefined || (product !== undefined && family !== undefined))
    throw invalidInput('trace.no-product', 'Say of which product or family: ?product=… or ?family=….')
  if (!head) throw invalidInput('products.not-counted', 'This run has counted no products. Start a new run.')
  const all = level === 'product' ? head.products : head.families
  return { level, id, head, sums: all.find((one) => one.id === id) ?? noSums(id) }
}

type Unit = TracedPart['unit']

/** One number out of one table of the subject. */
function partOf(about: About, table: string, at: number, words: Pick<TracedPart, 'title' | 'unit'>) {
  const { level, id, sums } = subjectOf(about)
  const wanted = productKeyOf(level, id, table)
  const of: Selection = (key, amounts) => (key.join('|') === wanted ? (amounts[at] ?? 0) : 0)
  const total = { months: sums.months, periods: sums.periods, stand: sums.stand }[table]?.[at] ?? 0
  return { ...words, of, contribution: productContribution, total }
}

const inPeriod = (title: string, unit: Unit, measure: ProductPeriodMeasure) => (about: About) =>
  partOf(
    about,
    'periods',
    slotAt(about) * productPeriodMeasures.length + productPeriodMeasures.indexOf(measure),
    {
      title,
      unit,
    },
  )

const inMonth = (title: string, unit: Unit, measure: ProductMonthMeasure) => (about: About) =>
  partOf(
    about,
    'months',
    monthAt(about) * productMonthMeasures.length + productMonthMeasures.indexOf(measure),
    {
      title,
      unit,
    },
  )

const standingAt = (title: string, unit: Unit, measure: ProductStandMeasure) => (about: About) =>
  partOf(about, 'stand', productStandMeasures.indexOf(measure), { title, unit })

/** @throws DomainError `trace.no-period` */
function slotAt(about: About): number {
  const { period, slot } = about.question
  const at = slotIndex(subjectOf(about).head, period, slot)
  if (at >= 0) return at
  throw invalidInput(
    'trace.no-period',
    'The run has counted no products for this period. Choose a listed one.',
  )
}

/** @throws DomainError `trace.no-period` */
function monthAt(about: About): number {
  const at = subjectOf(about).head.months.indexOf(about.question.month ?? '')
  if (at >= 0) return at
  throw invalidInput('trace.no-period', 'The run has counted no products for this month. Choose a later one.')
}

/** Figures of products are not kept by segment, channel or status: a slice of one is refused, not ignored. */
function whole(about: About, figure: () => Figure): Figure {
  const { segment, channel, status } = about.question
  return segment === undefined && channel === undefined && status === undefined
    ? figure()
    : withheld(
        'count',
        'Products are counted over all clients: take the segment, channel and status filters away.',
      )
}

interface Words {
  readonly title: string
  readonly definition: string
}

type PartOf = (about: About) => TracedPart

const sum = ({ title, definition }: Words, numerator: PartOf, when?: TracedMetric['when']): TracedMetric => ({
  title,
  definition: () => definition,
  formula: '{numerator}',
  numerator,
  ...(when ? { when } : {}),
  figure: (about) =>
    whole(about, () => {
      const part = numerator(about)
      return { value: totalOf(part, about), unit: part.unit }
    }),
})

interface Parts {
  readonly numerator: PartOf
  readonly denominator: PartOf
  readonly figure?: (subject: Subject) => Figure
  readonly when?: TracedMetric['when']
  /** Why there is no figure where the denominator is 0. */
  readonly empty?: string
}

const ratio = (
  { title, definition }: Words,
  { numerator, denominator, figure, when, empty = '' }: Parts,
): TracedMetric => ({
  title,
  definition: () => definition,
  formula: '{numerator} ÷ {denominator}',
  numerator,
  denominator,
  ...(when ? { when } : {}),
  figure: (about) =>
    whole(about, () =>
      figure
        ? figure(subjectOf(about))
        : rateFigure(totalOf(numerator(about), about), totalOf(denominator(about), about), empty),
    ),
})

/** A measure that is kept by month as well as by period. */
const flow = (
  title: string,
  unit: Unit,
  measure: ProductPeriodMeasure & ProductMonthMeasure,
  definition: string,
) =>
  sum({ title, definition }, (about) =>
    (about.question.month === undefined ? inPeriod : inMonth)(title, unit, measure)(about),
  )

const atRun = ({ snapshot }: About): string => snapshot.asOf

/** Figures of products and families, by name. */
export const productMetrics: Readonly<Record<string, TracedMetric>> = {
  'product-revenue': flow(
    'Revenue',
    'cents',
    'revenue',
    'Purchases and charges of it less refunds within the days.',
  ),
  'product-margin': flow('Margin', 'cents', 'margin', 'Its revenue less cost, or revenue × margin rate.'),
  'product-charges': flow('Charges', 'cents', 'charges', 'What the house charged for it within the days.'),
  'product-orders': flow('Orders', 'count', 'orders', 'Orders with a purchase of it.'),
  'product-buyers': flow('Buyers', 'count', 'buyers', 'Clients with a purchase of it within the days.'),
  'product-holders': sum(
    { title: 'Holders', definition: 'Clients who hold it. What is bought counts as held for a year.' },
    (about) =>
      about.question.month === undefined
        ? standingAt('Holders', 'count', 'holders')(about)
        : inMonth('Holders at the month’s end', 'count', 'holders')(about),
    (about) => about.question.month ?? atRun(about),
  ),
  'product-repeat': ratio(
    {
      title: 'Bought before',
      definition: 'Of its buyers, the share with a purchase of it on an earlier day.',
    },
    {
      numerator: inPeriod('Buyers who had bought it before', 'count', 'repeatBuyers'),
      denominator: inPeriod('Buyers', 'count', 'buyers'),
      empty: 'Nobody bought it in the period.',
    },
  ),
  'product-penetration': ratio(
    { title: 'Penetration', definition: 'Active clients who hold it over all active clients.' },
    {
      numerator: standingAt('Active holders', 'count', 'activeHolders'),
      denominator: ({ snapshot }) => ({
        title: 'Active clients',
        unit: 'count',
        of: ofState(snapshot.asOf, ['active']),
        total: stateAt(snapshot, snapshot.asOf, {}).active,
      }),
      when: atRun,
      empty: 'No client is active.',
    },
  ),
  'product-loss': ratio(
    {
      title: 'Holders lost',
      definition:
        'Of the clients active at the start who held it then, the share no longer active at the end.',
    },
    {
      numerator: inPeriod('Holders lost', 'count', 'heldLost'),
      denominator: inPeriod('Holders active at the start', 'count', 'heldAtStart'),
      empty: 'Nobody held it at the start of the period.',
    },
  ),
  'product-first-clients': sum(
    { title: 'Clients who started with it', definition: 'Clients whose first product it was.' },
    standingAt('Clients who started with it', 'count', 'firstClients'),
    atRun,
  ),
  'product-first-clv': ratio(
    {
      title: 'First-product CLV',
      definition: 'Mean of historic and predicted CLV of the clients whose first product it was.',
    },
    {
      numerator: standingAt('Their historic + predicted CLV', 'cents', 'firstValue'),
      denominator: standingAt('Clients who started with it and could be valued', 'count', 'firstValued'),
      figure: ({ sums }) => firstValue(sums),
      when: atRun,
    },
  ),
}
