import { randomUUID } from 'node:crypto'
import { dayIn } from '#shared/kernel/zone'
import { newRun } from '#shared/pipeline/run'
import type { NewRun } from '#shared/pipeline/run-view.schema'
import { assertRange, studyId } from '#shared/pipeline/study'
import { createCursors } from '#functions/http/cursor'
import { stateMachines } from '#functions/runtime/aws'
import { systemClock, table } from '#functions/runtime/deps'
import { env } from '#functions/runtime/env'
import { httpDeps } from '#functions/runtime/http-deps'
import { createClientsStore } from '#functions/store/clients.store'
import { createFlowsStore } from '#functions/store/flows.store'
import { createJobsStore } from '#functions/store/jobs.store'
import { createPublished } from '#functions/store/published'
import { createRunsStore } from '#functions/store/runs.store'
import { createSettingsStore } from '#functions/store/settings.store'
import type { RunsDeps } from './runs.routes.ts'

/** What the section needs, from the environment. */
export function runsDeps(): RunsDeps {
  const runs = createRunsStore({ table: table() })
  const jobs = createJobsStore({ client: stateMachines() })
  const settings = createSettingsStore({ table: table() })
  const flows = createFlowsStore({ table: table(), shards: env().SHARDS })
  /** The same range of the same data under the same settings is the same study. */
  async function idOfStudy(wish: NewRun, settingsVersion: number): Promise<string> {
    const { shards, data } = await flows.versions()
    return studyId(wish, [...shards, data, settingsVersion])
  }
  return {
    http: httpDeps(),
    runs,
    cursors: createCursors(env().CURSOR_SECRET),
    stores: {
      clients: createClientsStore({ table: table(), shards: env().SHARDS }),
      published: createPublished(runs),
    },
    async startRun(wanted) {
      const house = await settings.load()
      const today = dayIn(systemClock(), env().TIME_ZONE)
      const wish = wanted.from === undefined ? wanted : { ...wanted, asOf: wanted.asOf ?? today }
      if (wish.from !== undefined && wish.asOf !== undefined) assertRange(wish.from, wish.asOf, today)
      const id = wish.from === undefined ? randomUUID() : await idOfStudy(wish, house.version)
      const known = wish.from === undefined ? undefined : await runs.load(id)
      if (known && known.status !== 'failed' && known.status !== 'abandoned') return known
      const runId = known ? randomUUID() : id
      const run = newRun({ runId, reason: 'on-demand', ...wish }, systemClock(), house)
      await runs.open(run)
      await jobs.start(env().VALUATION_JOB, run.id, { runId: run.id, reason: run.reason })
      return run
    },
  }
}
