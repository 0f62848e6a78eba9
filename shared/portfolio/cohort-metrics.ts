/** Figures of cohorts that can be followed: what clients won are worth, what they cost, and who stays. */
import { withheld } from '#shared/kernel/figure.schema'
import { lastDayOf, monthOf } from '#shared/kernel/day'
import { noCostBecause, ofWins, sumOf, valueToCost, wins } from './clv-to-cac.ts'
import { fullMonthsBefore } from './compiled-days.ts'
import { shareFigure } from './kpis.ts'
import { costDefinition } from './metric-definitions.ts'
import { ofCohorts } from './selection.ts'
import { type About, type TracedMetric, type TracedPart, totalOf } from './traced.ts'

/** Why a figure of cohorts is withheld under a filter; undefined where it is not. */
export function refusedForCohorts({ segment, status }: { segment?: unknown; status?: unknown }) {
  return segment === undefined && status === undefined
    ? undefined
    : 'Cohorts are kept by channel only: take the segment and status filters away, or list the clients instead.'
}

function knownWins({ snapshot, question }: About) {
  return wins(snapshot, fullMonthsBefore(snapshot.asOf), question.channel).filter(({ isKnown }) => isKnown)
}

function costPart(about: About): TracedPart {
  const known = knownWins(about)
  const withSpend = known.filter(({ spentCents }) => spentCents !== undefined)
  const withoutSpend = known.filter(({ spentCents }) => spentCents === undefined)
  return {
    title: 'What winning them cost',
    unit: 'cents',
    of: ofWins(withoutSpend, ({ head }) => head.acquisitionCost),
    fixed: withSpend.map(({ month, channel, costCents }) => ({
      title: `${channel}, ${month}`,
      value: costCents,
    })),
  }
}

function notCounted(about: About) {
  const { snapshot, question } = about
  const all = wins(snapshot, fullMonthsBefore(snapshot.asOf), question.channel)
  const count = sumOf(all, 'clients') - sumOf(knownWins(about), 'clients')
  return count > 0 ? [{ title: 'Clients won where spend or value is unknown', count }] : []
}

const cohortOf =
  (title: string, amount: (active: readonly number[], life: number) => number) =>
  ({ question }: About): TracedPart => ({
    title,
    unit: 'count',
    of: ofCohorts(
      (month, channel) =>
        month === question.cohort && (question.channel === undefined || channel === question.channel),
      ({ head, active }) =>
        title === 'Clients of the cohort' ? head.clients : amount(active, question.life ?? 0),
    ),
  })

/** Channels' 12-month retention: clients won long enough ago that month 12 is over, and who was active in it. */
function oldEnough(about: About, amount: 'all' | 'active'): TracedPart {
  const { snapshot, question } = about
  const months = fullMonthsBefore(snapshot.asOf).map(
    (month) => `${Number(month.slice(0, 4)) - 1}${month.slice(4)}`,
  )
  return {
    title: amount === 'all' ? 'Won 12 to 24 months ago' : 'Active in their 12th month after',
    unit: 'count',
    of: ofCohorts(
      (month, channel) =>
        months.includes(month) && (question.channel === undefined || channel === question.channel),
      ({ head, active }) => (amount === 'all' ? head.clients : (active[12] ?? 0)),
    ),
  }
}

const wonWhen = ({ snapshot }: About): string => {
  const months = fullMonthsBefore(snapshot.asOf)
  return `won ${months[0] ?? ''} to ${months.at(-1) ?? ''}`
}

/** Figures of cohorts, by name. */
export const cohortMetrics: Readonly<Record<string, TracedMetric>> = {
  'clv-to-cac': {
    title: 'CLV : CAC',
    definition: () => costDefinition,
    when: wonWhen,
    formula: '{numerator} ÷ {denominator}',
    numerator: (about) => ({
      title: 'Margin of their first 36 months',
      unit: 'cents',
      of: ofWins(knownWins(about), ({ head, margin }) =>
        margin.reduce((sum, one) => sum + one, head.predictedRest),
      ),
    }),
    denominator: costPart,
    figure: ({ snapshot, question }) => {
      const refused = refusedForCohorts(question)
      return refused === undefined
        ? valueToCost(snapshot, { channel: question.channel })
        : withheld('ratio', refused)
    },
    exclusions: notCounted,
  },
  cac: {
    title: 'CAC',
    definition: () => 'What winning clients cost in the last 12 full months, per client won.',
    when: wonWhen,
    formula: '{numerator} ÷ {denominator}',
    numerator: costPart,
    denominator: (about) => ({
      title: 'Clients won',
      unit: 'count',
      of: ofWins(knownWins(about), ({ head }) => head.clients),
    }),
    figure: (about) => {
      const known = knownWins(about)
      const clients = sumOf(known, 'clients')
      const { snapshot, question } = about
      if (clients === 0)
        return withheld(
          'cents',
          noCostBecause(snapshot, wins(snapshot, fullMonthsBefore(snapshot.asOf), question.channel)),
        )
      return { value: Math.round(sumOf(known, 'costCents') / clients), unit: 'cents', n: clients }
    },
    exclusions: notCounted,
  },
  'clients-won': {
    title: 'Clients won',
    definition: () => 'Clients acquired in the last 12 full months.',
    when: wonWhen,
    formula: '{numerator}',
    numerator: ({ snapshot, question }) => ({
      title: 'Clients won',
      unit: 'count',
      of: ofWins(
        wins(snapshot, fullMonthsBefore(snapshot.asOf), question.channel),
        ({ head }) => head.clients,
      ),
    }),
  },
  'twelve-month-retention': {
    title: '12-month retention of clients won',
    when: () => 'won 12 to 24 months ago',
    definition: () =>
      'Of the clients won in the 12 full months before the last 12, the share active in the 12th month after.',
    formula: '{numerator} ÷ {denominator}',
    numerator: (about) => oldEnough(about, 'active'),
    denominator: (about) => oldEnough(about, 'all'),
    figure: (about) =>
      shareFigure(
        totalOf(oldEnough(about, 'active'), about),
        totalOf(oldEnough(about, 'all'), about),
        'No client was won 12 to 24 months ago.',
      ),
  },
  'cohort-retention': {
    title: 'Cohort retention',
    when: ({ question: { life = 0 } }) => `month ${life} after`,
    definition: ({ question: { cohort, life = 0 } }) =>
      `Of the clients won in ${cohort ?? 'the month'}, the share active in month ${life} after.`,
    formula: '{numerator} ÷ {denominator}',
    numerator: cohortOf('Active in the month', (active, life) => active[life] ?? 0),
    denominator: cohortOf('Clients of the cohort', () => 0),
    figure: (about) =>
      shareFigure(
        totalOf(cohortOf('Active in the month', (active, life) => active[life] ?? 0)(about), about),
        totalOf(cohortOf('Clients of the cohort', () => 0)(about), about),
        'No client was won in this month.',
      ),
    exclusions: ({ snapshot, question }) => {
      const isUnfinished = lastDayOf(monthOf(snapshot.asOf)) !== snapshot.asOf
      return isUnfinished && question.cohort !== undefined
        ? [{ title: 'Days of the newest month still to come', count: daysLeft(snapshot.asOf) }]
        : []
    },
  },
}

const daysLeft = (asOf: string): number => Number(lastDayOf(monthOf(asOf)).slice(8)) - Number(asOf.slice(8))
