import type { HoldoutCard } from '#shared/pipeline/report-card-view.schema'
import { day, monthTick } from '../../lib/days.ts'
import { count, decimal } from '../../lib/format.ts'
import { type Compared, frequencyTitle } from './card-charts.ts'

/** Purchases held back by how long ago a client had bought last. */
export function recencyChart({ byRecency, days }: HoldoutCard): Compared {
  const first = byRecency[0]
  return {
    title: 'Who has gone quiet',
    subtitle: `Mean purchases in ${days} days, by days since the last purchase`,
    fileName: 'model-by-recency',
    rows: byRecency.map(({ from, upTo, clients, predicted, actual }) => ({
      name: `${from}–${upTo}`,
      title: `${from} to ${upTo} days`,
      predicted,
      actual,
      size: clients,
    })),
    words: { axis: 'Days since the last purchase', size: 'Clients' },
    format: (value) => decimal(value, 2),
    short: (value) => decimal(value, 1),
    sentence: first
      ? `Mean purchases held back by days since the last purchase: the most recent fifth was predicted to buy ${decimal(first.predicted, 2)} times and bought ${decimal(first.actual, 2)} times.`
      : 'No client was known before the days held back.',
  }
}

/** Clients by repeat purchases, counted and as the model expects them. */
export function histogramChart({ histogram, until }: HoldoutCard): Compared {
  const [never] = histogram
  return {
    title: 'Does the model fit at all',
    subtitle: `Clients by repeat purchases up to ${day(until)}: as the model expects and as counted`,
    fileName: 'model-histogram',
    rows: histogram.map(({ frequency, expected, actual }) => ({
      name: frequency === 7 ? '7+' : String(frequency),
      title: frequencyTitle(frequency),
      predicted: expected,
      actual,
    })),
    words: { axis: 'Repeat purchases', size: 'Clients' },
    format: (value) => decimal(value, 1),
    short: count,
    sentence: never
      ? `Clients by repeat purchases: ${count(Math.round(never.expected))} were expected never to come back, ${count(never.actual)} did not.`
      : 'No client was known before the days held back.',
  }
}

/** The total predicted a quarter ahead again and again, with its interval as simulated and as widened. */
export function originsChart({ coverage: { origins, modelError } }: HoldoutCard): Compared {
  const inside = origins.filter(({ actual, low80, high80 }) => low80 <= actual && actual <= high80).length
  const wide = origins.filter(
    ({ actual, wideLow80, wideHigh80 }) => wideLow80 <= actual && actual <= wideHigh80,
  ).length
  const all = origins.length
  const learned =
    modelError > 0
      ? `The model alone was off by about ${decimal(100 * modelError, 0)}%; the intervals shown for the portfolio are widened by it.`
      : 'The misses are no larger than chance makes them, so shown intervals are left as simulated.'
  return {
    title: 'A quarter ahead, again and again',
    subtitle: 'Purchases in the quarter after each day, by the model taught with what was known then',
    fileName: 'model-rolling-quarters',
    rows: origins.map(({ until, clients, predicted, actual, low80, high80, wideLow80, wideHigh80 }) => ({
      name: until,
      title: day(until),
      predicted,
      actual,
      size: clients,
      interval: { low: low80, high: high80, wideLow: wideLow80, wideHigh: wideHigh80 },
    })),
    words: { axis: 'Known until', size: 'Clients' },
    isOverTime: true,
    format: (value) => count(Math.round(value)),
    short: count,
    tick: monthTick,
    sentence: `Quarters predicted from ${all} days: ${inside} of ${all} quarters lay inside the 80% interval as simulated, ${wide} of ${all} inside the widened one. ${learned}`,
  }
}
