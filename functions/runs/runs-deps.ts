import { randomUUID } from 'node:crypto'
import { newRun } from '#shared/pipeline/run'
import { createCursors } from '#functions/http/cursor'
import { stateMachines } from '#functions/runtime/aws'
import { systemClock, table } from '#functions/runtime/deps'
import { env } from '#functions/runtime/env'
import { httpDeps } from '#functions/runtime/http-deps'
import { createClientsStore } from '#functions/store/clients.store'
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
  return {
    http: httpDeps(),
    runs,
    cursors: createCursors(env().CURSOR_SECRET),
    stores: {
      clients: createClientsStore({ table: table(), shards: env().SHARDS }),
      published: createPublished(runs),
    },
    async startRun(wish) {
      const run = newRun(
        { runId: randomUUID(), reason: 'on-demand', ...wish },
        systemClock(),
        await settings.load(),
      )
      await runs.open(run)
      await jobs.start(env().VALUATION_JOB, run.id, { runId: run.id, reason: run.reason })
      return run
    },
  }
}
