import { statuses } from '#shared/client/facts'
import type { Clock } from '#shared/kernel/clock'
import { monthOf } from '#shared/kernel/day'
import { dayIn } from '#shared/kernel/zone'
import { changesBetween } from '#shared/landing/changes'
import type { LandingView } from '#shared/landing/landing-view.schema'
import { type Figures, visited } from '#shared/landing/visit'
import { ranked, WORK_SHOWN } from '#shared/landing/work-list'
import type { Headline } from '#shared/portfolio/headline'
import type { Actor } from '#functions/http/env'
import type { ClientsStore } from '#functions/store/clients.store'
import type { FlowsStore } from '#functions/store/flows.store'
import type { HeadlinesStore } from '#functions/store/headlines.store'
import type { CurrentRun, RunsStore } from '#functions/store/runs.store'
import type { VisitsStore } from '#functions/store/visits.store'
import { sectionsSay } from './section-words.ts'
import { workOf, type WorkStores } from './work-sources.ts'

/** What the first page reads. */
export interface LandingStores extends WorkStores {
  readonly runs: Pick<RunsStore, 'current' | 'page'>
  readonly headlines: HeadlinesStore
  readonly flows: Pick<FlowsStore, 'versions' | 'month'>
  readonly clients: Pick<ClientsStore, 'counts' | 'page'>
  readonly visits: VisitsStore
  readonly clock: Clock
  readonly currency: string
  readonly timeZone: string
}

/** The first page, as one user sees it; notes the visit. */
export async function readLanding(stores: LandingStores, actor: Actor): Promise<LandingView> {
  const now = stores.clock()
  const today = dayIn(now, stores.timeZone)
  const month = monthOf(today)
  const [current, versions, live, counts, work, said, last] = await Promise.all([
    stores.runs.current(),
    stores.flows.versions(),
    stores.flows.month(month),
    stores.clients.counts(),
    workOf(stores, { actor, today }),
    sectionsSay(stores, actor),
    stores.visits.load(actor.userId),
  ])
  const headline = await headlineOfRun(stores, current)
  const byStatus = statuses.map((status) => ({ status, count: counts[status] }))
  const total = byStatus.reduce((sum, { count }) => sum + count, 0)
  const figures = figuresOf({ current, headline, total, said })
  const visit = visited(last, now, figures)
  if (visit) await stores.visits.save(actor.userId, visit)
  const { before } = visit ?? last ?? {}
  return {
    currency: stores.currency,
    timeZone: stores.timeZone,
    run: runOf(current, versions.changed),
    headline,
    live: {
      month,
      revenueCents: live.revenue,
      orders: live.orders,
      buyers: live.buyers,
      newClients: live.newClients,
    },
    clients: { total, byStatus },
    sections: said,
    since: before ? { at: before.at, changes: changesBetween(before.figures, figures) } : null,
    work: { items: ranked(work).slice(0, WORK_SHOWN), total: work.length },
  }
}

async function headlineOfRun(
  { headlines }: LandingStores,
  { runId, asOf }: CurrentRun,
): Promise<LandingView['headline']> {
  const found = runId === undefined || asOf === undefined ? undefined : await headlines.load(asOf)
  if (!found || found.runId !== runId) return null
  const { runId: _runId, ...headline } = found
  return headline
}

function runOf(
  { runId, asOf, finishedAt, model, opening }: CurrentRun,
  changed: Readonly<Record<string, number>>,
): LandingView['run'] {
  if (runId === undefined) return null
  return {
    id: runId,
    asOf: asOf ?? '',
    finishedAt: finishedAt ?? '',
    model: model ?? '',
    changedClients: changed[runId] ?? 0,
    isInProgress: opening !== undefined,
  }
}

interface Known {
  readonly current: CurrentRun
  readonly headline: Omit<Headline, 'runId'> | null
  readonly total: number
  readonly said: LandingView['sections']
}

/** The figures that are compared between visits, by the names of `shared/landing/changes.ts`. */
function figuresOf({ current, headline, total, said: { quality, products } }: Known): Figures {
  const kpis = (headline?.kpis ?? []).flatMap(({ name, figure }) =>
    figure.value === null ? [] : [[name, figure.value] as const],
  )
  const known = [
    ['clients', total],
    ['asOf', current.asOf],
    ['revenue', headline?.revenueCents],
    ...kpis,
    ['issues', quality?.['open']],
    ['stages', products?.['stageChanges']],
  ] as const
  return Object.fromEntries(known.filter(([, value]) => value !== undefined && value !== null)) as Figures // -- because what is missing was filtered
}
