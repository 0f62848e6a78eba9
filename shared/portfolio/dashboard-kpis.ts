/** The headline figures of a dashboard: each with what stands beside it, its change, its small line and its definition. */
import { addMonths, type CivilDay } from '#shared/kernel/day'
import { type Figure, withheld } from '#shared/kernel/figure.schema'
import { valueToCost } from './clv-to-cac.ts'
import { refusedForCohorts } from './cohort-metrics.ts'
import { fullMonthsBefore } from './compiled-days.ts'
import type { DashboardQuery, Kpi, TraceLink } from './dashboard-view.schema.ts'
import { revenueForecast } from './forecast.ts'
import { formulaLtv } from './formula-ltv.ts'
import {
  averageActive,
  averageEver,
  churn,
  clvAtRisk,
  flowAt,
  monthlyEquivalent,
  retention,
  slotOf,
} from './kpis.ts'
import {
  atRiskDefinition,
  averageDefinition,
  churnDefinition,
  costDefinition,
  growthDefinition,
  retentionDefinition,
} from './metric-definitions.ts'
import { fullRevenue } from './monthly-revenue.ts'
import { clvPercentile } from './percentiles.ts'
import type { CellFilter, Snapshot } from './snapshot.ts'

/** What the headline figures are asked for. */
export interface KpiQuestion {
  readonly query: Pick<DashboardQuery, 'period' | 'compare'>
  readonly filter: CellFilter
  readonly from: CivilDay
}

const link = (metric: string, question: Record<string, string> = {}): TraceLink => ({ metric, question })

/** The headline figures of a snapshot. */
export function kpisOf(snapshot: Snapshot, question: KpiQuestion): Kpi[] {
  return [
    averageKpi(snapshot, question),
    costKpi(snapshot, question),
    retentionKpi(snapshot, question),
    growthKpi(snapshot, question),
    churnKpi(snapshot, question),
    atRiskKpi(snapshot, question),
  ]
}

function averageKpi(snapshot: Snapshot, question: KpiQuestion): Kpi {
  const { filter } = question
  const figure = averageActive(snapshot, snapshot.asOf, { filter })
  const days = [...snapshot.context.monthEnds, snapshot.asOf]
  const against = comparedDay(snapshot, question)
  const part = (name: 'historic' | 'predicted') =>
    averageActive(snapshot, snapshot.asOf, { filter, part: name })
  const isKnown = figure.value !== null
  const percentile = (title: string, share: number, metric: string) => ({
    title,
    figure: clvPercentile(snapshot, share, filter),
    trace: link(metric),
  })
  return {
    name: 'average-clv',
    title: snapshot.isOnRevenue ? 'Average CLV on revenue' : 'Average CLV',
    figure,
    trace: link('average-clv'),
    beside: [
      {
        title: 'Per client ever acquired',
        figure: averageEver(snapshot, filter),
        trace: link('average-clv-ever'),
      },
      ...(isKnown
        ? [
            { title: 'Historic', figure: part('historic'), trace: link('average-historic-clv') },
            { title: 'Predicted', figure: part('predicted'), trace: link('average-predicted-clv') },
            percentile('Median', 0.5, 'median-clv'),
            percentile('P10', 0.1, 'p10-clv'),
            percentile('P90', 0.9, 'p90-clv'),
            { title: 'Formula LTV', figure: formulaFigure(snapshot, filter) },
          ]
        : []),
    ],
    delta:
      against === undefined ? null : deltaOf(figure, averageActive(snapshot, against, { filter }), against),
    isUpGood: true,
    sparkline: days.map((day) => ({ day, value: averageActive(snapshot, day, { filter }).value })),
    definition: averageDefinition(snapshot),
  }
}

const FORMULA_MONTHS = 6

/** Margin per active client and month over mean monthly churn, both of the last six full months: a cross-check. */
function formulaFigure(snapshot: Snapshot, filter: CellFilter): Figure {
  const months = fullMonthsBefore(snapshot.asOf)
    .slice(-FORMULA_MONTHS)
    .map((month) => flowAt(snapshot, `month:${month}`, filter))
  const sum = (of: (flow: (typeof months)[number]) => number) =>
    months.reduce((total, flow) => total + of(flow), 0)
  const active = sum(({ activeAtStart }) => activeAtStart)
  if (active === 0) return withheld('cents', 'No client was active in the last six full months.')
  const { value, isCapped } = formulaLtv({
    marginPerMonth: sum(({ margin }) => margin) / active,
    monthlyChurn: sum(({ lost }) => lost) / active,
  })
  const reason = isCapped ? { reason: 'Nobody was lost: capped at 60 months.' } : {}
  return { value: Math.round(value), unit: 'cents', n: active, ...reason }
}

/** The month end a state of the as-of day is compared with: the last before the period, or a year ago. */
function comparedDay(snapshot: Snapshot, { query, from }: KpiQuestion): CivilDay | undefined {
  const { monthEnds } = snapshot.context
  if (query.compare === 'year-before') return monthEnds[0]
  return monthEnds.findLast((day) => day < from) ?? monthEnds[0]
}

function costKpi(snapshot: Snapshot, { filter }: KpiQuestion): Kpi {
  const { channel } = filter
  const refused = refusedForCohorts(filter)
  const months = fullMonthsBefore(snapshot.asOf)
  const earlier = months.map((month) => addMonths(month, -12))
  const of = (wanted?: readonly string[]) =>
    refused === undefined
      ? valueToCost(snapshot, { channel, ...(wanted ? { months: wanted } : {}) })
      : withheld('ratio', refused)
  const figure = of()
  return {
    name: 'clv-to-cac',
    title: 'CLV : CAC',
    figure,
    trace: link('clv-to-cac'),
    beside: [],
    delta: deltaOf(figure, of(earlier), 'clients won in the 12 months before'),
    isUpGood: true,
    sparkline: months.map((month) => ({ day: `${month}-01`, value: of([month]).value })),
    definition: costDefinition,
  }
}

function retentionKpi(snapshot: Snapshot, question: KpiQuestion): Kpi {
  const of = (when: string) => retention(snapshot, when, question.filter)
  return {
    name: 'retention',
    title: 'Retention, 12 months',
    ...yearly(snapshot, question, of),
    trace: link('retention', { period: '12-months' }),
    beside: inPeriod(question, of, 'retention'),
    isUpGood: true,
    definition: `${retentionDefinition(snapshot)} The small line shows single months.`,
  }
}

function churnKpi(snapshot: Snapshot, question: KpiQuestion): Kpi {
  const of = (when: string) => churn(snapshot, when, question.filter)
  const shown = yearly(snapshot, question, of)
  return {
    name: 'churn',
    title: 'Churn, 12 months',
    ...shown,
    trace: link('churn', { period: '12-months' }),
    beside: [
      { title: 'Monthly equivalent', figure: monthlyEquivalent(shown.figure) },
      ...inPeriod(question, of, 'churn'),
    ],
    isUpGood: false,
    definition: `${churnDefinition} The small line shows single months.`,
  }
}

type OfStretch = (when: string) => Figure

function yearly(snapshot: Snapshot, { query: { compare } }: KpiQuestion, of: OfStretch) {
  const figure = of(slotOf('12-months', 'now'))
  const before = of(slotOf('12-months', compare))
  return {
    figure,
    delta: deltaOf(figure, before, compare === 'previous' ? 'the 12 months before' : 'the year before'),
    sparkline: snapshot.context.months
      .slice(-13, -1)
      .map((month) => ({ day: `${month}-01`, value: of(`month:${month}`).value })),
  }
}

function inPeriod({ query: { period } }: KpiQuestion, of: OfStretch, metric: string): Kpi['beside'] {
  if (period === '12-months') return []
  return [{ title: 'In the period shown', figure: of(slotOf(period, 'now')), trace: link(metric) }]
}

function growthKpi(snapshot: Snapshot, { filter }: KpiQuestion): Kpi {
  const months = fullRevenue(snapshot, filter)
  const { growth, method } = revenueForecast(months)
  const { growth: earlier } = revenueForecast(months.slice(0, -12))
  return {
    name: 'growth',
    title: 'Predicted growth',
    figure: growth,
    trace: link('growth'),
    beside: [],
    delta: deltaOf(growth, earlier, 'what was predicted 12 months ago'),
    isUpGood: true,
    sparkline: [],
    definition: growthDefinition + (method ? ` Method: ${method}, chosen by its error on past months.` : ''),
  }
}

function atRiskKpi(snapshot: Snapshot, question: KpiQuestion): Kpi {
  const { filter } = question
  const figure = clvAtRisk(snapshot, snapshot.asOf, filter)
  const against = comparedDay(snapshot, question)
  const days = [...snapshot.context.monthEnds, snapshot.asOf]
  return {
    name: 'clv-at-risk',
    title: 'CLV at risk',
    figure,
    trace: link('clv-at-risk'),
    beside: [],
    delta: against === undefined ? null : deltaOf(figure, clvAtRisk(snapshot, against, filter), against),
    isUpGood: false,
    sparkline: days.map((day) => ({ day, value: clvAtRisk(snapshot, day, filter).value })),
    definition: atRiskDefinition(snapshot),
  }
}

function deltaOf(figure: Figure, before: Figure, against: string): Kpi['delta'] {
  if (figure.value === null || before.value === null) return null
  return { change: figure.value - before.value, unit: figure.unit, against }
}
