import type { ClientWithFacts } from '#shared/client/client'
import type { CivilDay } from '#shared/kernel/day'
import { liveScore } from '#shared/portfolio/live'
import type { Published } from '#functions/store/published'
import type { RunsStore } from '#functions/store/runs.store'

/** What a live score needs. */
export interface LiveStores {
  readonly runs: Pick<RunsStore, 'current'>
  readonly published: Published
  readonly today: () => CivilDay
}

/**
 * A changed client with its live score under the current run's context, to be written in the same save. Whoever changes one
 * client's facts by hand goes through here; an import does not: the run that follows it scores all its clients anyway.
 */
export async function withLive(
  { runs, published, today }: LiveStores,
  before: ClientWithFacts | undefined,
  after: ClientWithFacts,
): Promise<ClientWithFacts> {
  const { runId } = await runs.current({ isConsistent: true })
  const context = runId === undefined ? undefined : await published.context(runId)
  if (!context) return after
  const live = liveScore(before, after, { context, today: today() })
  return { client: { ...after.client, live }, facts: after.facts }
}
