import { dayIn } from '#shared/kernel/zone'
import { newRun, type RunWish, type StepProgress } from '#shared/pipeline/run'
import { statuses } from '#shared/client/facts'
import { type PipelineDeps, pipelineStores } from './pipeline-deps.ts'

/** Opens a run that is not open yet and fixes its as-of day: the smaller of today and the last own transaction. */
export async function openRun(wish: RunWish, deps: PipelineDeps): Promise<void> {
  const { runs, clients, settings } = pipelineStores(deps)
  await runs.open(newRun(wish, deps.clock(), await settings.load()))
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
