/** The value of one client as its page shows it: by horizon, over time, and realised against predicted. */
import type { ClientWithFacts } from '#shared/client/client'
import type { ClientBackcast, HorizonValue, ValueMonth, ValuePast } from '#shared/client/client-value.schema'
import {
  type CivilDay,
  dayNumber,
  dayOf,
  lastDayOf,
  monthFrom,
  monthNumber,
  monthOf,
} from '#shared/kernel/day'
import { type Figure, withheld } from '#shared/kernel/figure.schema'
import { type IntervalLevels, nominalLevels } from '#shared/models/interval-calibration'
import { quantileOfSorted } from '#shared/numeric/quantile'
import { sameDayBefore } from './context.ts'
import { futuresByMonth } from './futures.ts'
import { isAccountBased, sumBetween, sumUpTo, type Timeline } from './timeline.ts'
import { type CompiledContext, predictedWithin } from './valuation.ts'

/** Horizons a reader can choose, in months; the context's own is the most. */
const HORIZONS = [12, 24, 36]
const BACKCAST_MONTHS = 12

interface Subject {
  readonly client: ClientWithFacts
  readonly timeline: Timeline
  readonly day: number
  readonly at: CompiledContext
}

/** The value of one client at the end of a day. */
export interface ClientValue {
  readonly historic: Figure
  readonly predicted: Figure
  readonly total: Figure
  readonly horizons: readonly HorizonValue[]
  readonly valueByMonth: readonly ValueMonth[]
  readonly valueSoFar: readonly ValuePast[]
  readonly backcast: ClientBackcast
}

/** Historic, predicted and total CLV, the same at shorter horizons, month by month, and what was expected a year before. */
export function clientValue(subject: Subject): ClientValue {
  const { timeline, day, at } = subject
  const historicCents = sumUpTo(timeline, timeline.marginSums, day)
  const predictedAt = predictions(subject)
  const atMonths = (months: number): HorizonValue => {
    const predicted = predictedAt(months)
    return { months, predicted, total: movedBy(predicted, historicCents) }
  }
  const months = at.weights.length
  const horizons = [...HORIZONS.filter((one) => one < months), months].map(atMonths)
  const whole = atMonths(months)
  return {
    historic: { value: historicCents, unit: 'cents' },
    predicted: whole.predicted,
    total: whole.total,
    horizons,
    valueByMonth: byMonth(months, predictedAt),
    valueSoFar: valueSoFar(timeline, day),
    backcast: backcast(subject),
  }
}

/** Predicted CLV within so many months, with the intervals of the simulated futures cut there. */
function predictions({ client, timeline, day, at }: Subject): (months: number) => Figure {
  const isPredicted = predictedWithin(timeline, day, { at, months: at.weights.length }).cents !== null
  const futures = isPredicted ? futuresByMonth(client, { timeline, day, at }) : undefined
  const levels = levelsOf({ timeline, day, at })
  return (months) => {
    const predicted = predictedWithin(timeline, day, { at, months })
    if (predicted.cents === null) return withheld('cents', predicted.reason)
    return { value: predicted.cents, unit: 'cents', ...interval(futures?.[months - 1], levels) }
  }
}

/** The levels read of simulated futures: as the back-test found them for purchases, else the nominal ones. */
function levelsOf({ timeline, day, at }: Pick<Subject, 'timeline' | 'day' | 'at'>): IntervalLevels {
  const { intervals } = at.context.models
  return intervals && !isAccountBased(timeline, day) ? intervals.levels : nominalLevels
}

function interval(sorted: readonly number[] | undefined, levels: IntervalLevels): Partial<Figure> {
  if (!sorted) return {}
  const at = (level: number) => Math.round(quantileOfSorted(sorted, level))
  return {
    low80: at(levels.low80),
    high80: at(levels.high80),
    low95: at(levels.low95),
    high95: at(levels.high95),
  }
}

function movedBy(figure: Figure, cents: number): Figure {
  if (figure.value === null) return figure
  const { low80, high80, low95, high95 } = figure
  const value = { value: figure.value + cents, unit: figure.unit }
  if (low80 === undefined || high80 === undefined || low95 === undefined || high95 === undefined) return value
  return {
    ...value,
    low80: low80 + cents,
    high80: high80 + cents,
    low95: low95 + cents,
    high95: high95 + cents,
  }
}

function byMonth(months: number, predictedAt: (months: number) => Figure): ValueMonth[] {
  return Array.from({ length: months }, (_, index) => index + 1).flatMap((month) => {
    const { value, low80, high80 } = predictedAt(month)
    if (value === null) return []
    return [{ month, cents: value, low80: low80 ?? null, high80: high80 ?? null }]
  })
}

/** Historic CLV at the end of every month from the first money on, and on the day itself. */
function valueSoFar(timeline: Timeline, day: number): ValuePast[] {
  const first = timeline.days[0]
  if (first === undefined || first > day) return []
  const [from, to] = [monthNumber(monthOf(dayOf(first))), monthNumber(monthOf(dayOf(day)))]
  return Array.from({ length: to - from + 1 }, (_, index) => {
    const end = Math.min(day, dayNumber(lastDayOf(monthFrom(from + index))))
    return { day: dayOf(end), cents: sumUpTo(timeline, timeline.marginSums, end) }
  })
}

/** What the facts known 12 months before would have said of the 12 months since, beside what they brought. */
function backcast({ client, timeline, day, at }: Subject): ClientBackcast {
  const months = Math.min(BACKCAST_MONTHS, at.weights.length)
  const since: CivilDay = sameDayBefore(dayOf(day), months)
  const then = dayNumber(since)
  if (timeline.acquired === undefined || timeline.acquired > then)
    return {
      since,
      months,
      expected: withheld('cents', `Not yet a client ${months} months before: nothing was expected then.`),
      realisedCents: null,
    }
  const expected = predictions({ client, timeline, day: then, at })(months)
  return {
    since,
    months,
    expected,
    realisedCents:
      expected.value === null ? null : sumBetween(timeline, timeline.marginSums, { from: then + 1, to: day }),
  }
}
