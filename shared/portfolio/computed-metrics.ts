/** Figures that are no sums over clients: they say so, and show what they are made of. */
import { withheld } from '#shared/kernel/figure.schema'
import { revenueForecast } from './forecast.ts'
import { growthDefinition } from './metric-definitions.ts'
import { fullRevenue } from './monthly-revenue.ts'
import { clvPercentile } from './percentiles.ts'
import { filterOf, type TracedMetric } from './traced.ts'

const percentile = (share: number, name: string): TracedMetric => ({
  title: `${name} of CLV`,
  when: ({ snapshot }) => snapshot.asOf,
  definition: () => `The CLV that ${Math.round(share * 100)} % of the active clients stay at or under.`,
  formula: `{value}`,
  figure: ({ snapshot, question }) => clvPercentile(snapshot, share, filterOf(question)),
  terms: ({ snapshot, question }) => {
    const { value, n } = clvPercentile(snapshot, share, filterOf(question))
    return [
      { name: 'value', title: name, value: value ?? 0, unit: 'cents' },
      { name: 'n', title: 'Active clients that could be valued', value: n ?? 0, unit: 'count' },
    ]
  },
  explanation: () =>
    'A percentile is no sum. It is read from counts of clients in fixed bins of CLV, each 4.7 % wide, so it is right within 2.4 %.',
})

/** Figures that are no sums, by name. */
export const computedMetrics: Readonly<Record<string, TracedMetric>> = {
  'median-clv': percentile(0.5, 'Median'),
  'p10-clv': percentile(0.1, '10th percentile'),
  'p90-clv': percentile(0.9, '90th percentile'),
  growth: {
    title: 'Predicted growth',
    definition: () => growthDefinition,
    when: ({ snapshot }) => `the 12 months after ${snapshot.asOf}`,
    formula: '{ahead} ÷ {behind} − 1',
    figure: ({ snapshot, question }) => {
      const { growth, reason } = revenueForecast(fullRevenue(snapshot, filterOf(question)))
      return growth.value === null && reason !== undefined ? withheld('share', reason) : growth
    },
    terms: ({ snapshot, question }) => {
      const months = fullRevenue(snapshot, filterOf(question))
      const { forecast } = revenueForecast(months)
      const sum = (all: readonly { cents: number }[]) => all.reduce((total, { cents }) => total + cents, 0)
      return [
        {
          name: 'ahead',
          title: 'Revenue forecast, next 12 months',
          value: sum(forecast),
          unit: 'cents',
        },
        {
          name: 'behind',
          title: 'Revenue of the last 12 full months',
          value: sum(months.slice(-12)),
          unit: 'cents',
        },
      ]
    },
    explanation: ({ snapshot, question }) => {
      const { method } = revenueForecast(fullRevenue(snapshot, filterOf(question)))
      return (
        'A forecast is no sum over clients: it follows from revenue by month, whose rows each month opens. ' +
        (method ? `Method: ${method}, chosen by its error on past months.` : '')
      )
    },
  },
}
