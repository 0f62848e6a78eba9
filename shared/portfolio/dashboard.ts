/** The dashboard as a function of a snapshot and the live sums. */
import { statuses } from '#shared/client/facts'
import { type CivilDay, monthOf } from '#shared/kernel/day'
import type { Figure } from '#shared/kernel/figure.schema'
import { withheld } from '#shared/kernel/figure.schema'
import { flowMeasures, stateMeasures } from './contribution.ts'
import type { DashboardView, Kpi, PeriodName } from './dashboard-view.schema.ts'
import { revenueForecast } from './forecast.ts'
import {
  averageActive,
  averageEver,
  churn,
  fullMonthsBefore,
  monthlyEquivalent,
  retention,
  slotOf,
  valueToCost,
} from './kpis.ts'
import { segments } from './segments.ts'
import { slice, type Snapshot } from './snapshot.ts'

/** What a dashboard is asked for. */
export interface DashboardQuestion {
  readonly period: PeriodName
  readonly compare: 'previous' | 'year-before'
}

/** The part of the dashboard that follows from the snapshot alone. */
export type SnapshotView = Pick<DashboardView, 'kpis' | 'revenue' | 'period' | 'isOnRevenue'> & {
  readonly bySegment: DashboardView['clients']['bySegment']
  readonly byStatus: DashboardView['clients']['byStatus']
}

/** Headline figures, revenue by month with forecast, and segments of a snapshot. */
export function snapshotView(snapshot: Snapshot, question: DashboardQuestion): SnapshotView {
  const period = snapshot.context.periods.find(({ name }) => name === question.period)
  if (!period) throw new Error('Impossible: every run keeps the listed periods')
  const stretch = question.compare === 'previous' ? period.previous : period.yearBefore
  const against = `${stretch.from} to ${stretch.to}`
  return {
    period: { name: question.period, from: period.now.from, to: period.now.to, against },
    kpis: kpisOf(snapshot, question, period.now.from),
    revenue: revenueOf(snapshot),
    bySegment: bySegment(snapshot),
    byStatus: byStatus(snapshot),
    isOnRevenue: snapshot.isOnRevenue,
  }
}

function kpisOf(snapshot: Snapshot, question: DashboardQuestion, from: CivilDay): Kpi[] {
  return [
    averageKpi(snapshot, from),
    costKpi(snapshot),
    loyaltyKpi(snapshot, question, {
      name: 'retention',
      figure: retention,
      isUpGood: true,
      definition:
        'Of the clients active 12 months ago, the share active now. Active: a relationship is open, or an own transaction ' +
        `in the last ${snapshot.context.activityWindowDays} days.`,
    }),
    growthKpi(snapshot),
    loyaltyKpi(snapshot, question, {
      name: 'churn',
      figure: churn,
      isUpGood: false,
      definition:
        'Of the clients active 12 months ago, the share no longer active: 1 − retention of the same months. Clients who ' +
        'joined and left in between are counted apart.',
    }),
  ]
}

function averageKpi(snapshot: Snapshot, from: CivilDay): Kpi {
  const figure = averageActive(snapshot, snapshot.asOf)
  const days = [...snapshot.context.monthEnds, snapshot.asOf]
  const sparkline = days.map((day) => ({ day, value: averageActive(snapshot, day).value }))
  const against = snapshot.context.monthEnds.findLast((day) => day < from) ?? snapshot.context.monthEnds[0]
  const { settings } = snapshot.context
  return {
    name: 'average-clv',
    title: snapshot.isOnRevenue ? 'Average CLV on revenue' : 'Average CLV',
    figure,
    beside: { title: 'Per client ever acquired', figure: averageEver(snapshot) },
    delta: against === undefined ? null : deltaOf(figure, averageActive(snapshot, against), against),
    isUpGood: true,
    sparkline,
    definition:
      `Mean of historic and predicted CLV over the clients active on ${snapshot.asOf}. Historic: margin so far. ` +
      `Predicted: expected margin of the next ${settings.horizonMonths} months, discounted at ` +
      `${Math.round(settings.discountRatePerYear * 1_000) / 10} % a year.` +
      (snapshot.isOnRevenue ? ' Margins are unknown: values are on revenue.' : ''),
  }
}

function costKpi(snapshot: Snapshot): Kpi {
  const months = fullMonthsBefore(snapshot.asOf)
  return {
    name: 'clv-to-cac',
    title: 'CLV : CAC',
    figure: valueToCost(snapshot),
    delta: null,
    isUpGood: true,
    sparkline: months.map((month) => ({ day: `${month}-01`, value: valueToCost(snapshot, [month]).value })),
    definition:
      'Clients won in the last 12 full months: margin of their first 36 months, realised so far plus predicted, over what ' +
      'winning them cost. Only months and channels whose spend is known are counted.',
  }
}

interface Loyalty {
  readonly name: 'retention' | 'churn'
  readonly figure: (snapshot: Snapshot, when: string) => Figure
  readonly isUpGood: boolean
  readonly definition: string
}

function loyaltyKpi(snapshot: Snapshot, { period, compare }: DashboardQuestion, loyalty: Loyalty): Kpi {
  const { name, figure: of, isUpGood, definition } = loyalty
  const figure = of(snapshot, slotOf('12-months', 'now'))
  const before = of(snapshot, slotOf('12-months', compare))
  const inPeriod = of(snapshot, slotOf(period, 'now'))
  const isYear = period === '12-months'
  const beside =
    isYear && name === 'churn'
      ? { title: 'Monthly equivalent', figure: monthlyEquivalent(figure) }
      : isYear
        ? undefined
        : { title: 'In the period shown', figure: inPeriod }
  return {
    name,
    title: name === 'retention' ? 'Retention, 12 months' : 'Churn, 12 months',
    figure,
    ...(beside ? { beside } : {}),
    delta: deltaOf(figure, before, compare === 'previous' ? 'the 12 months before' : 'the year before'),
    isUpGood,
    sparkline: snapshot.context.months
      .slice(-13, -1)
      .map((month) => ({ day: `${month}-01`, value: of(snapshot, `month:${month}`).value })),
    definition: `${definition} The small line shows single months.`,
  }
}

function growthKpi(snapshot: Snapshot): Kpi {
  const { growth, method, reason } = revenueForecast(fullRevenue(snapshot))
  return {
    name: 'growth',
    title: 'Predicted growth',
    figure: growth ?? withheld('share', reason ?? 'There is not enough history to predict growth.'),
    delta: null,
    isUpGood: true,
    sparkline: [],
    definition:
      'Revenue forecast for the next 12 months over revenue of the last 12 full months, minus 1.' +
      (method ? ` Method: ${method}, chosen by its error on past months.` : ''),
  }
}

function deltaOf(figure: Figure, before: Figure, against: string): Kpi['delta'] {
  if (figure.value === null || before.value === null) return null
  return { change: figure.value - before.value, unit: figure.unit, against }
}

function monthly(snapshot: Snapshot) {
  const { asOf, context } = snapshot
  const measure = (sums: readonly number[], name: (typeof flowMeasures)[number]) =>
    sums[flowMeasures.indexOf(name)] ?? 0
  const months = context.months.map((month) => {
    const sums = slice(snapshot, { table: 'flow', when: `month:${month}` })
    return {
      month,
      revenueCents: measure(sums, 'revenue'),
      chargesCents: measure(sums, 'charges'),
      orders: measure(sums, 'orders'),
      isPartial: month === monthOf(asOf) && !fullMonthsBefore(asOf).includes(month),
    }
  })
  const first = months.findIndex(({ revenueCents, orders }) => revenueCents !== 0 || orders !== 0)
  return first < 0 ? [] : months.slice(first)
}

/** Revenue of the full months kept, oldest first. */
function fullRevenue(snapshot: Snapshot): { month: string; cents: number }[] {
  return monthly(snapshot)
    .filter(({ isPartial }) => !isPartial)
    .map(({ month, revenueCents }) => ({ month, cents: revenueCents }))
}

function revenueOf(snapshot: Snapshot): DashboardView['revenue'] {
  const { forecast, method, reason } = revenueForecast(fullRevenue(snapshot))
  return {
    months: monthly(snapshot),
    forecast,
    forecastMethod: method,
    ...(reason === undefined ? {} : { reason }),
  }
}

/** Clients acquired by the as-of day, by the status the run found: never mixed with a run on its way. */
function byStatus(snapshot: Snapshot): SnapshotView['byStatus'] {
  return statuses.map((status) => {
    const sums = slice(snapshot, { table: 'state', when: snapshot.asOf, filter: { status } })
    return { status, count: sums[stateMeasures.indexOf('clients')] ?? 0 }
  })
}

function bySegment(snapshot: Snapshot): SnapshotView['bySegment'] {
  const at = (name: (typeof stateMeasures)[number]) => stateMeasures.indexOf(name)
  return [...segments, 'none']
    .map((segment) => {
      const sums = slice(snapshot, { table: 'state', when: snapshot.asOf, filter: { segment } })
      const total = (sums[at('historic')] ?? 0) + (sums[at('predicted')] ?? 0)
      return { segment, count: sums[at('clients')] ?? 0, totalCents: total }
    })
    .filter(({ count }) => count > 0)
}
