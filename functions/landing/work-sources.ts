import { hasRight } from '#shared/access/rights'
import { maskedName } from '#shared/client/mask'
import type { CivilDay } from '#shared/kernel/day'
import type { WorkItem } from '#shared/landing/landing-view.schema'
import { ranked } from '#shared/landing/work-list'
import type { Actor } from '#functions/http/env'
import type { ClientsStore } from '#functions/store/clients.store'
import type { ImportsStore } from '#functions/store/imports.store'
import type { ReportsStore } from '#functions/store/reports.store'
import type { RunsStore } from '#functions/store/runs.store'
import type { WorkStore } from '#functions/store/work.store'

/** What the work list is gathered from. */
export interface WorkStores {
  readonly clients: Pick<ClientsStore, 'page'>
  readonly runs: Pick<RunsStore, 'page'>
  readonly imports: Pick<ImportsStore, 'page'>
  readonly reports: Pick<ReportsStore, 'page'>
  readonly work: Pick<WorkStore, 'openOf'>
}

/** Whose work is listed, and as of which day. */
export interface WorkQuestion {
  readonly actor: Actor
  readonly today: CivilDay
}

type WorkSource = (stores: WorkStores, question: WorkQuestion) => Promise<WorkItem[]>

// Each source costs a few read units whatever the size of the portfolio; the first page adds them up.
const CLIENTS_LOOKED_AT = 16
const CLIENTS_LISTED = 5
const ACTIONS_LOOKED_AT = 6
const IMPORTS_LOOKED_AT = 3
/** How many of a user's newest reports are looked at. */
export const REPORTS_LOOKED_AT = 5

const none = { valueCents: null, dueOn: null, owner: null } as const

/** The dearest active clients and those in the worst health that may be lost: what is expected to be lost with each, by its CLV and its churn. */
const clientsAtRisk: WorkSource = async ({ clients }, { actor }) => {
  const question = { statuses: ['active'], limit: CLIENTS_LOOKED_AT } as const
  const pages = await Promise.all([
    clients.page({ ...question, sort: 'value', isDescending: true }),
    clients.page({ ...question, sort: 'risk', isDescending: false }),
  ])
  const found = [...new Map(pages.flatMap((page) => page.found).map((one) => [one.row.id, one])).values()]
  const atRisk = found.flatMap(({ row }) => {
    const { id, totalCents, churn, risk } = row
    if (totalCents === null || churn === null || risk === 'low' || risk === 'none') return []
    const name = hasRight(actor.role, 'personal') ? row.name : maskedName(row.name)
    return [
      {
        ...none,
        id,
        kind: 'client' as const,
        title: name ?? id,
        text: `Likely to leave: churn probability ${Math.round(churn * 100)} %`,
        path: `/client/${encodeURIComponent(id)}`,
        urgency: 'value' as const,
        valueCents: Math.round(totalCents * churn),
      },
    ]
  })
  return ranked(atRisk).slice(0, CLIENTS_LISTED)
}

/** The newest run, where it failed or its flows differ from their recount. */
const runsInTrouble: WorkSource = async ({ runs }) => {
  const { runs: newest } = await runs.page(1)
  return newest.flatMap(({ id, status, reconciliation }) => {
    const isFailed = status === 'failed'
    if (!isFailed && reconciliation !== 'different') return []
    const text = isFailed
      ? 'The figures shown are of the run before.'
      : 'The live flows differ from their recount from the facts.'
    return [
      {
        ...none,
        id,
        kind: 'run' as const,
        title: isFailed ? 'The newest run failed' : 'The newest run does not reconcile',
        text,
        path: `/runs/${id}`,
        urgency: 'now' as const,
      },
    ]
  })
}

/** The newest imports, where they failed, wait for their file's columns, or rejected rows. */
const importsInTrouble: WorkSource = async ({ imports }, { actor }) => {
  if (!hasRight(actor.role, 'import')) return []
  const { imports: newest } = await imports.page(IMPORTS_LOOKED_AT)
  return newest.flatMap(({ id, name, status, counts }): WorkItem[] => {
    const item = { ...none, id, kind: 'import' as const, path: `/imports/${id}` }
    if (status === 'failed')
      return [
        { ...item, title: `Import of ${name} failed`, text: 'Nothing more of it is read.', urgency: 'now' },
      ]
    if (status !== 'done' || counts.rejected === 0) return []
    const rows = counts.rejected === 1 ? '1 row was' : `${counts.rejected} rows were`
    return [
      {
        ...item,
        title: `${rows} rejected from ${name}`,
        text: 'Correct them and import them again.',
        urgency: 'later',
      },
    ]
  })
}

/** The reader's own open actions that are due by today, the longest overdue first. */
const actionsDue: WorkSource = async ({ work }, { actor, today }) => {
  if (!hasRight(actor.role, 'act')) return []
  const { actions } = await work.openOf(actor.userId, { sort: 'due', limit: ACTIONS_LOOKED_AT })
  return actions
    .filter(({ dueOn }) => dueOn <= today)
    .map(({ id, clientId, title, owner, dueOn, gainCents }) => ({
      id,
      kind: 'action' as const,
      title,
      text: `Client ${clientId}`,
      path: `/client/${encodeURIComponent(clientId)}`,
      urgency: dueOn < today ? ('now' as const) : ('value' as const),
      valueCents: gainCents,
      dueOn,
      owner: owner.name,
    }))
}

/** The reader's newest reports, where they failed. */
const reportsFailed: WorkSource = async ({ reports }, { actor }) => {
  const { reports: newest } = await reports.page(actor.userId, REPORTS_LOOKED_AT)
  return newest
    .filter(({ status }) => status === 'failed')
    .map(({ id, title, error }) => ({
      ...none,
      id,
      kind: 'report' as const,
      title: `${title} was not written`,
      text: error?.message ?? 'Start it again.',
      path: '/reports',
      urgency: 'now' as const,
    }))
}

/** Where work comes from. A section that knows of work adds its source here. */
const sources: readonly WorkSource[] = [
  clientsAtRisk,
  actionsDue,
  runsInTrouble,
  importsInTrouble,
  reportsFailed,
]

/** All work there is for somebody, in no order. */
export async function workOf(stores: WorkStores, question: WorkQuestion): Promise<WorkItem[]> {
  return (await Promise.all(sources.map((source) => source(stores, question)))).flat()
}
