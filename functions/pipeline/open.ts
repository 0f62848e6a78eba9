import { dayIn } from '#shared/kernel/zone'
import { type Run, type StepProgress } from '#shared/pipeline/run'
import { defaultSettings } from '#shared/portfolio/context'
import { statuses } from '#shared/client/facts'
import { type PipelineDeps, pipelineStores } from './pipeline-deps.ts'

/** What a run is asked to be. */
export interface RunWish {
  readonly runId: string
  readonly reason: Run['reason']
  readonly asOf?: string | undefined
  readonly model?: Run['wishedModel'] | undefined
  readonly horizonMonths?: number | undefined
}

/** A run as it stands before its first step. A run as of a named day, or by a named model, is a study. */
export function newRun(wish: RunWish, startedAt: string): Run {
  return {
    id: wish.runId,
    status: 'queued',
    reason: wish.reason,
    isStudy: wish.asOf !== undefined || wish.model !== undefined || wish.horizonMonths !== undefined,
    ...(wish.asOf === undefined ? {} : { wishedAsOf: wish.asOf }),
    ...(wish.model === undefined ? {} : { wishedModel: wish.model }),
    settings: {
      ...defaultSettings,
      ...(wish.horizonMonths === undefined ? {} : { horizonMonths: wish.horizonMonths }),
    },
    startedAt,
    clients: 0,
    progress: {},
    fits: [],
  }
}

/** Opens a run that is not open yet and fixes its as-of day: the smaller of today and the last own transaction. */
export async function openRun(wish: RunWish, deps: PipelineDeps): Promise<void> {
  const { runs, clients } = pipelineStores(deps)
  await runs.open(newRun(wish, deps.clock()))
  const run = await runs.load(wish.runId)
  if (!run || run.status === 'published') return
  const asOf = run.wishedAsOf ?? (await lastKnownDay(clients, dayIn(deps.clock(), deps.timeZone)))
  const opened: StepProgress = { state: 'done', done: 0 }
  await runs.update(run.id, { status: 'running', asOf })
  await runs.report(run.id, 'open', opened)
}

type Clients = ReturnType<typeof pipelineStores>['clients']

/** The last own transaction day of any client, but never after today. Later days are faults and wait for their day. */
async function lastKnownDay(clients: Clients, today: string): Promise<string> {
  const page = await clients.page({
    statuses,
    sort: 'time',
    isDescending: true,
    limit: 1,
    after: { isBlank: false, key: `${today}#\uffff` },
  })
  return page.found[0]?.row.lastActivityOn ?? today
}
