import { monthNumber, monthOf } from '#shared/kernel/day'
import { cohortMeasures, keyParts, LIFE_MONTHS } from '#shared/portfolio/contribution'
import type { Snapshot } from '#shared/portfolio/snapshot'
import type { ReportDocument, ReportQuestion } from '../document.ts'
import { followed, counted, money, monthsOf, plain, ratioOf, share } from '../parts.ts'
import type { ReportTable, Row } from '../table.ts'

const SHOWN_LIFE_MONTHS = 12
// By month of acquisition: who joined in which month, and what became of them.
const FILTER_NOTE = 'Cohorts are kept by channel; a filter by segment or status does not apply to them.'

interface Cohort {
  readonly month: string
  readonly clients: number
  readonly acquisitionCost: number
  readonly predictedRest: number
  readonly active: readonly number[]
  readonly margin: readonly number[]
}

/** Clients by month of acquisition: how many stayed, what they brought, what is still expected. */
export function cohortReport(question: ReportQuestion): ReportDocument {
  const { snapshot, filter } = question
  const months = monthsOf(question)
  const cohorts = cohortsOf(snapshot, months, filter.channel)
  const sum = (of: (cohort: Cohort) => number) => cohorts.reduce((all, one) => all + of(one), 0)
  const realised = sum(({ margin }) => margin.reduce((all, one) => all + one, 0))
  const value = valueTable(snapshot, cohorts)
  return {
    title: 'Cohort report',
    purpose: 'Clients by the month they were won: how long they stay and what they bring.',
    figures: [
      {
        name: 'clients',
        title: 'Clients won',
        figure: plain(
          'count',
          sum(({ clients }) => clients),
        ),
        definition: 'Acquired in the months listed.',
        trace: followed('new-clients'),
      },
      {
        name: 'realised',
        title: 'Margin so far',
        figure: plain('cents', realised),
        definition: 'Margin of the life months 1 to 36 until the as-of day.',
      },
      {
        name: 'rest',
        title: 'Predicted rest',
        figure: plain(
          'cents',
          sum(({ predictedRest }) => predictedRest),
        ),
        definition: 'Predicted margin up to life month 36.',
      },
    ],
    tables: [retentionTable(snapshot, cohorts), value],
    charts: [
      {
        id: 'retention',
        title: 'Share still active by life month',
        caption: 'Rows of the table “Still active”; the darker, the larger the share, from 0 to 100 %.',
        table: 'retention',
        kind: 'heat',
        x: 'cohort',
        series: lifeKeys(),
      },
    ],
    ties: [
      {
        title: 'clients won',
        left: Number(value.rows.reduce((all, row) => all + Number(row[1] ?? 0), 0)),
        right: sum(({ clients }) => clients),
      },
    ],
    notes: filter.segment === undefined && filter.status === undefined ? [] : [FILTER_NOTE],
  }
}

const lifeKeys = () => Array.from({ length: SHOWN_LIFE_MONTHS }, (_, month) => `month_${month + 1}`)

function cohortsOf(snapshot: Snapshot, months: readonly string[], channel: string | undefined): Cohort[] {
  const sums = new Map<string, number[]>()
  for (const [key, amounts] of Object.entries(snapshot.sums)) {
    const [table, month = '', of = ''] = keyParts(key)
    if (table !== 'cohort' || !months.includes(month) || (channel !== undefined && of !== channel)) continue
    const sum = sums.get(month) ?? []
    sums.set(month, sum)
    amounts.forEach((amount, index) => (sum[index] = (sum[index] ?? 0) + amount))
  }
  const head = cohortMeasures.length
  return [...sums]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([month, amounts]) => ({
      month,
      clients: amounts[0] ?? 0,
      acquisitionCost: amounts[1] ?? 0,
      predictedRest: amounts[2] ?? 0,
      active: amounts.slice(head, head + LIFE_MONTHS),
      margin: amounts.slice(head + LIFE_MONTHS),
    }))
}

function retentionTable({ asOf }: Snapshot, cohorts: readonly Cohort[]): ReportTable {
  return {
    id: 'retention',
    title: 'Still active',
    columns: [
      { key: 'cohort', title: 'Won in', unit: 'month', isKey: true },
      counted('clients', 'Clients'),
      ...lifeKeys().map((key, index) => share(key, `Month ${index + 1}`)),
    ],
    rows: cohorts.map(({ month, clients, active }): Row => {
      const known = monthNumber(monthOf(asOf)) - monthNumber(month)
      const cells = lifeKeys().map((_, life) => (life > known ? null : ratioOf(active[life] ?? 0, clients)))
      return [month, clients, ...cells]
    }),
    note: 'Share of the clients won in a month that were active in their life months 1 to 12; the first is the month of winning.',
  }
}

function valueTable(snapshot: Snapshot, cohorts: readonly Cohort[]): ReportTable {
  return {
    id: 'value',
    title: 'Value of the cohorts',
    columns: [
      { key: 'cohort', title: 'Won in', unit: 'month', isKey: true },
      counted('clients', 'Clients'),
      money('margin', 'Margin so far', 'Life months 1 to 36, realised.'),
      money('predicted_rest', 'Predicted rest', 'Up to life month 36.'),
      { key: 'value_per_client', title: 'Value per client', unit: 'cents' },
      money('acquisition_cost', 'Acquisition cost known by client'),
      money('spend', 'Spend of the month'),
    ],
    rows: cohorts.map(({ month, clients, margin, predictedRest, acquisitionCost }): Row => {
      const realised = margin.reduce((sum, one) => sum + one, 0)
      const spend = snapshot.spend
        .filter((one) => one.month === month)
        .reduce((sum, one) => sum + one.amountCents, 0)
      const each = clients === 0 ? null : Math.round((realised + predictedRest) / clients)
      return [month, clients, realised, predictedRest, each, acquisitionCost, spend]
    }),
  }
}
