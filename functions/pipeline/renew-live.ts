import { DomainError } from '#shared/kernel/errors'
import { dayIn } from '#shared/kernel/zone'
import type { Context } from '#shared/portfolio/context'
import { liveDay, liveScore } from '#shared/portfolio/live'
import { type PipelineDeps, pipelineStores } from './pipeline-deps.ts'

/**
 * Gives the clients whose live score was made while the run was on its way a new one under its context. Called after the
 * flip: whoever posts from then on is scored under the new run already. A client changed at this very moment is left to
 * that change.
 */
export async function renewLiveScores(context: Context, deps: PipelineDeps): Promise<void> {
  const { runs, clients } = pipelineStores(deps)
  const today = dayIn(deps.clock(), deps.timeZone)
  for (const id of await runs.changedDuring(context.runId)) {
    const before = await clients.loadWithFacts(id)
    if (before) {
      const { live: _live, ...client } = before.client
      const isAhead = liveDay(before, context, today) > context.asOf
      const isBehind = before.client.live !== undefined && before.client.score?.runId !== context.runId
      const live = isAhead || isBehind ? liveScore(before, before, { context, today }) : undefined
      await unlessChanged(
        clients.save(before, { client: { ...client, ...(live ? { live } : {}) }, facts: before.facts }),
      )
    }
    await runs.forgetChanged(context.runId, id)
  }
}

async function unlessChanged(saving: Promise<void>): Promise<void> {
  try {
    await saving
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'client.changed-meanwhile') throw error
  }
}
