import type { ClientView } from '#shared/client/client-view.schema'
import { addMonthsToDay } from '#shared/kernel/day'
import type { Figure } from '#shared/kernel/figure.schema'
import { day } from '../../lib/days.ts'
import { money, moneyShort, NOTHING, range } from '../../lib/format.ts'
import type { ChartRows } from '../../ui/chart-rows.ts'

/** What the value card shows of a client. */
export type Valued = Pick<
  ClientView,
  'valueByMonth' | 'valueSoFar' | 'horizons' | 'value' | 'backcast' | 'run' | 'live'
>

/** A point of the curve: realised up to the day, expected from it on. */
export interface ValuePoint {
  readonly day: string
  readonly title: string
  readonly realised: number | null
  readonly expected: number | null
  readonly low: number | null
  readonly high: number | null
}

/** Total CLV over time: month by month so far, and ahead to a horizon in months. */
export function valuePoints(client: Valued, months: number): ValuePoint[] {
  const { valueSoFar, valueByMonth, value, run, live } = client
  const asOf = live?.asOf ?? run?.asOf
  if (asOf === undefined) return []
  const past = valueSoFar.length > 0 ? valueSoFar : [{ day: asOf, cents: 0 }]
  const ahead = valueByMonth.filter(({ month }) => month <= months)
  const start = value.historic.value ?? 0
  return [
    ...past.map((point, index) => {
      const joint = index === past.length - 1 && ahead.length > 0 ? point.cents : null
      const title = point.day === asOf ? `${day(asOf)}, today` : day(point.day)
      return { day: point.day, title, realised: point.cents, expected: joint, low: joint, high: joint }
    }),
    ...ahead.map(({ month, cents, low80, high80 }) => ({
      day: addMonthsToDay(asOf, month),
      title: `${day(addMonthsToDay(asOf, month))}, after ${month} ${month === 1 ? 'month' : 'months'}`,
      realised: null,
      expected: start + cents,
      low: low80 === null ? null : start + low80,
      high: high80 === null ? null : start + high80,
    })),
  ]
}

/** The months behind the curve, and what was expected of the last ones. */
export function valueRows(
  client: Valued,
  { months, currency }: { months: number; currency: string },
): ChartRows {
  const points = valuePoints(client, months)
  const shown = (cents: number | null) => (cents === null ? NOTHING : money(cents, currency))
  const { backcast } = client
  const since = backcast && {
    when: `Only the ${backcast.months} months since ${day(backcast.since)}`,
    realised: shown(backcast.realisedCents),
    expected: shown(backcast.expected.value),
    interval: intervalOf(backcast.expected, currency) ?? NOTHING,
  }
  return {
    columns: [
      { name: 'when', title: 'Until' },
      { name: 'realised', title: 'Realised', isNumber: true },
      { name: 'expected', title: 'Expected', isNumber: true },
      { name: 'interval', title: '80% interval', isNumber: true },
    ],
    shown: [
      ...(since ? [since] : []),
      ...points.map((point) => ({
        when: point.title,
        realised: shown(point.realised),
        expected: point.realised === null ? shown(point.expected) : NOTHING,
        interval:
          point.realised !== null || point.low === null || point.high === null
            ? NOTHING
            : range(point.low, point.high, (cents) => money(cents, currency)),
      })),
    ],
    rawHeader: ['until', 'realisedCents', 'expectedCents', 'low80Cents', 'high80Cents'],
    raw: points.map((point) =>
      point.realised === null
        ? [point.day, null, point.expected, point.low, point.high]
        : [point.day, point.realised, null, null, null],
    ),
  }
}

/** The 80 % interval of an amount in words; undefined without one. */
export function intervalOf({ low80, high80 }: Figure, currency: string): string | undefined {
  if (low80 === undefined || high80 === undefined) return undefined
  return range(low80, high80, (cents) => moneyShort(cents, currency))
}

/** What was expected a year before, beside what came. */
export function backcastSentence({ backcast }: Pick<Valued, 'backcast'>, currency: string): string {
  if (!backcast) return 'Realised against predicted: — Nothing has been valued yet.'
  const { since, months, expected, realisedCents } = backcast
  if (expected.value === null || realisedCents === null)
    return `Realised against predicted: — ${expected.reason ?? ''}`
  const interval = intervalOf(expected, currency)
  const where = placeOf(realisedCents, expected)
  return `From what was known on ${day(since)}, today’s models expect ${moneyShort(expected.value, currency)}${interval ? ` (80% interval ${interval})` : ''} for the ${months} months since, discounted; ${moneyShort(realisedCents, currency)} was realised${where}.`
}

function placeOf(cents: number, { low80, high80 }: Figure): string {
  if (low80 === undefined || high80 === undefined) return ''
  if (cents < low80) return ', less than the interval'
  return cents > high80 ? ', more than the interval' : ', inside the interval'
}

/** The curve in one sentence. */
export function valueSentence(
  client: Valued,
  { months, currency }: { months: number; currency: string },
): string {
  const { historic } = client.value
  const total = client.horizons.find((one) => one.months === months)?.total
  const realised = `Realised value by month: ${moneyShort(historic.value ?? 0, currency)} so far`
  if (!total || total.value === null) return `${realised}; nothing is predicted.`
  const interval = intervalOf(total, currency)
  return `${realised}; ${moneyShort(total.value, currency)} expected after ${months} months${interval ? `, 80% interval ${interval}` : ''}.`
}
