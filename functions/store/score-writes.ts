import type { Client } from '#shared/client/client'
import { scoreItem } from './items.ts'
import { changedKey } from './keys.ts'
import type { NamedWrite } from './transaction.ts'

/** A run's new score goes into the history; a live one is noted for a run on its way, which renews it when it is done. */
export function historyWrites(
  before: Client | undefined,
  after: Client,
  runs: readonly string[],
): NamedWrite[] {
  const isNew = after.score !== undefined && after.score.runId !== before?.score?.runId
  const [, ...opening] = after.live && after.live !== before?.live ? runs : []
  return [
    ...(isNew && after.score ? [{ Put: { Item: scoreItem(after.id, after.score) } }] : []),
    ...opening.map((run) => ({
      Put: { Item: { ...changedKey(run, after.id), kind: 'changed', id: after.id } },
    })),
  ]
}
