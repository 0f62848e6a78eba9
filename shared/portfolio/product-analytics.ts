/** The analytics of one product or family as a function of a run's figures: the one source of what its page shows. */
import type { Figure } from '#shared/kernel/figure.schema'
import { seasonOf } from '#shared/models/season'
import type { Product } from '#shared/product/product'
import { revenueForecast } from './forecast.ts'
import type { ListedPeriod } from './period-names.ts'
import { bundleView, namesOf } from './product-bundle-view.ts'
import { chargeFigures, type KnownCharges } from './product-charges.ts'
import { firstValue, rateFigure, rateDifference } from './product-figures.ts'
import {
  type PeriodSlot,
  type ProductDimension,
  type ProductLevel,
  productSliceMeasures,
} from './product-measures.ts'
import { nameOf, productRows } from './product-rows.ts'
import {
  byMonth,
  noSums,
  ofPeriod,
  type ProductDetail,
  type ProductSnapshot,
  type ProductSums,
  slotIndex,
  standing,
} from './product-snapshot.ts'
import { fullMonths, type Stages } from './product-stages.ts'
import type { AnalyticsView } from './product-view.schema.ts'

/** What analytics are asked for. */
export interface AnalyticsQuestion {
  readonly level: ProductLevel
  readonly id: string
  readonly period: ListedPeriod
  readonly compare: 'previous' | 'year-before'
  readonly today: string
}

/** What they follow from. */
export interface AnalyticsSources {
  readonly head: ProductSnapshot
  readonly detail: ProductDetail | undefined
  readonly catalogue: readonly Product[]
  readonly stages: Stages
  readonly charges: KnownCharges
}

/** Everything but the run's own line. */
export function productAnalytics(
  sources: AnalyticsSources,
  question: AnalyticsQuestion,
): Omit<AnalyticsView, 'run' | 'reason'> {
  const { head, detail, catalogue, stages } = sources
  const { level, id, period, compare } = question
  const sums =
    (level === 'product' ? head.products : head.families).find((one) => one.id === id) ?? noSums(id)
  const listed = head.periods.find(({ name }) => name === period)
  const stretch = compare === 'previous' ? listed?.previous : listed?.yearBefore
  const rows = productRows(head, { catalogue, stages }, question)
  const names = namesOf(catalogue)
  return {
    subject: { level, id, name: (level === 'product' && names.get(id)) || nameOf(level, id) },
    period: listed
      ? {
          name: period,
          from: listed.now.from,
          to: listed.now.to,
          against: `${stretch?.from} to ${stretch?.to}`,
        }
      : null,
    isOnRevenue: head.isOnRevenue,
    ...placeAmong(rows, id),
    ...figuresOf(sums, { head, question }),
    months: monthsOf(sums, head),
    ...trendOf(sums, head),
    slices: slicesOf(detail, {
      head,
      question,
      total: ofPeriod(sums, slotIndex(head, period, 'now'), 'revenue'),
    }),
    attached: (detail?.attached ?? []).map((one) => ({ ...one, name: names.get(one.id) ?? one.id })),
    charges: chargeFigures(sums, { head, charges: sources.charges }),
    bundles: head.bundles
      .filter(({ left, right }) => level === 'product' && (left === id || right === id))
      .map((bundle) => bundleView(bundle, names)),
  }
}

function placeAmong(
  rows: ReturnType<typeof productRows>,
  id: string,
): Pick<AnalyticsView, 'abc' | 'marginRank'> {
  const total = rows.reduce((sum, { revenueCents }) => sum + revenueCents, 0)
  const rank = rows.findIndex((row) => row.id === id)
  const row = rows[rank]
  const byMargin = [...rows].sort((left, right) => right.marginCents - left.marginCents)
  return {
    abc: row
      ? {
          class: row.abc,
          rank: rank + 1,
          of: rows.length,
          share: total > 0 ? row.revenueCents / total : null,
        }
      : null,
    marginRank: row ? byMargin.indexOf(row) + 1 : null,
  }
}

interface Asked {
  readonly head: ProductSnapshot
  readonly question: AnalyticsQuestion
}

function figuresOf(
  sums: ProductSums,
  { head, question }: Asked,
): Pick<AnalyticsView, 'figures' | 'lossDifference'> {
  const place = (slot: PeriodSlot) => slotIndex(head, question.period, slot)
  const [now, before] = [place('now'), place(question.compare)]
  const both = (of: (slot: number) => Figure) => ({ figure: of(now), before: of(before) })
  const sum = (measure: Parameters<typeof ofPeriod>[2], unit: 'cents' | 'count') =>
    both((slot) => ({ value: ofPeriod(sums, slot, measure), unit }))
  const at = (slot: number, measure: Parameters<typeof ofPeriod>[2]) => ofPeriod(sums, slot, measure)
  const lossOfHolders = (slot: number) =>
    rateFigure(at(slot, 'heldLost'), at(slot, 'heldAtStart'), 'Nobody held it at the start of the period.')
  const slot = head.slots[now]
  const others = {
    lost: (slot?.lost ?? 0) - at(now, 'heldLost'),
    of: (slot?.activeAtStart ?? 0) - at(now, 'heldAtStart'),
  }
  return {
    figures: {
      revenue: sum('revenue', 'cents'),
      margin: sum('margin', 'cents'),
      charges: sum('charges', 'cents'),
      orders: sum('orders', 'count'),
      buyers: sum('buyers', 'count'),
      penetration: rateFigure(standing(sums, 'activeHolders'), head.active, 'No client is active.'),
      repeat: both((one) =>
        rateFigure(at(one, 'repeatBuyers'), at(one, 'buyers'), 'Nobody bought it in the period.'),
      ),
      lossOfHolders: both(lossOfHolders),
      lossOfOthers: rateFigure(others.lost, others.of, 'Every active client held it.'),
      firstValue: firstValue(sums),
    },
    lossDifference: rateDifference(
      { part: at(now, 'heldLost'), whole: at(now, 'heldAtStart') },
      { part: others.lost, whole: others.of },
    ),
  }
}

function monthsOf(sums: ProductSums, head: ProductSnapshot): AnalyticsView['months'] {
  const full = new Set(fullMonths(head))
  const of = (measure: Parameters<typeof byMonth>[2]) => byMonth(sums, head.months, measure)
  const [revenue, margin, charges, orders, buyers, holders] = [
    of('revenue'),
    of('margin'),
    of('charges'),
    of('orders'),
    of('buyers'),
    of('holders'),
  ]
  const months = head.months.map((month, index) => ({
    month,
    revenueCents: revenue[index] ?? 0,
    marginCents: margin[index] ?? 0,
    chargesCents: charges[index] ?? 0,
    orders: orders[index] ?? 0,
    buyers: buyers[index] ?? 0,
    holders: holders[index] ?? 0,
    isPartial: !full.has(month),
  }))
  const first = months.findIndex((one) => one.revenueCents !== 0 || one.orders > 0 || one.holders > 0)
  return first < 0 ? [] : months.slice(first)
}

function trendOf(sums: ProductSums, head: ProductSnapshot): Pick<AnalyticsView, 'forecast' | 'season'> {
  const months = monthsOf(sums, head).filter(({ isPartial }) => !isPartial)
  const { forecast, method, reason } = revenueForecast(
    months.map(({ month, revenueCents }) => ({ month, cents: revenueCents })),
  )
  const season = seasonOf(
    months.map(({ revenueCents }) => revenueCents),
    12,
  )
  const first = Number(months[0]?.month.slice(5) ?? 1)
  const indices = season.kind === 'ratio' ? season.indices : []
  return {
    forecast: { months: forecast, method, ...(reason === undefined ? {} : { reason }) },
    season: indices
      .map((ratio, index) => ({ month: ((first - 1 + index) % 12) + 1, ratio }))
      .sort((left, right) => left.month - right.month),
  }
}

function slicesOf(
  detail: ProductDetail | undefined,
  { head, question, total }: Asked & { total: number },
): AnalyticsView['slices'] {
  const period = head.periods.findIndex(({ name }) => name === question.period)
  const of = (dimension: ProductDimension) =>
    Object.entries(detail?.slices[dimension] ?? {})
      .map(([value, sums]) => {
        const [revenueCents = 0, marginCents = 0] = sums.slice(period * productSliceMeasures.length)
        return { value, revenueCents, marginCents, share: total > 0 ? revenueCents / total : null }
      })
      .filter(({ revenueCents, marginCents }) => revenueCents !== 0 || marginCents !== 0)
      .sort((left, right) => right.revenueCents - left.revenueCents)
  return { segment: of('segment'), channel: of('channel'), tenure: of('tenure') }
}
