import type { DashboardView } from '#shared/portfolio/dashboard-view.schema'
import { day, instant, monthInFull } from '../../lib/days.ts'
import type { Delta } from '../../lib/delta.ts'
import { figureText } from '../../lib/figure.ts'
import { count, moneyShort, NOTHING } from '../../lib/format.ts'
import { modelTitle } from '../../lib/model-title.ts'

/** A section on the first page, with its liveliest figure. */
export interface Card {
  readonly section: 'dashboard' | 'clients' | 'imports' | 'runs'
  readonly path: string
  readonly title: string
  readonly text: string
  readonly value: string
  readonly unit: string
  readonly currency: string
  readonly delta?: Delta | null
  readonly sparkline?: readonly (number | null)[]
}

/** The state of everything in one sentence. */
export function landingLead({ run, live, currency }: DashboardView): string {
  if (!run) return 'Nothing has been valued yet. Import a file of transactions to begin.'
  const changed =
    run.changedClients > 0
      ? ` ${count(run.changedClients)} ${run.changedClients === 1 ? 'client has' : 'clients have'} changed since.`
      : ''
  return `Valued as of ${day(run.asOf)}.${changed} ${monthInFull(live.month)} so far: ${moneyShort(live.revenueCents, currency)} of revenue.`
}

/** The sections with their figures. */
export function landingCards({ kpis, clients, live, run, currency }: DashboardView): Card[] {
  const clv = kpis.find(({ name }) => name === 'average-clv')
  const clvText = clv && figureText(clv.figure, { currency })
  return [
    {
      section: 'dashboard',
      path: '/dashboard',
      title: 'Analytics',
      text: 'Value, retention, growth and churn of all clients together.',
      value: clvText?.value ?? NOTHING,
      unit: clvText?.reason ?? 'average CLV',
      currency,
      delta: clv?.figure.value === null ? null : (clv?.delta ?? null),
      ...(clv && run && { sparkline: clv.sparkline.map(({ value }) => value) }),
    },
    {
      section: 'clients',
      path: '/clients',
      title: 'Clients',
      text: 'Each client with its value, its chance to stay and what it bought.',
      value: count(clients.total),
      unit: `clients, ${count(live.newClients)} new this month`,
      currency,
    },
    {
      section: 'imports',
      path: '/imports',
      title: 'Imports',
      text: 'Files of clients, products and transactions, brought in and checked.',
      value: run ? count(run.changedClients) : NOTHING,
      unit: run ? 'clients changed since the run shown' : 'no run yet',
      currency,
    },
    {
      section: 'runs',
      path: '/runs',
      title: 'Runs',
      text: 'How the figures came about: models, fits and reconciliation.',
      value: run ? day(run.asOf) : NOTHING,
      unit: run ? `${modelTitle(run.model)}, finished ${instant(run.finishedAt)}` : 'no run yet',
      currency,
    },
  ]
}
