import type { Context } from '#shared/portfolio/context'
import type { Snapshot } from '#shared/portfolio/snapshot'
import { aContext } from './context.ts'

/** A snapshot of a run with the given sums. */
export function aSnapshot({
  context = aContext(),
  ...rest
}: Partial<Omit<Snapshot, 'context'>> & { context?: Context } = {}): Snapshot {
  return {
    runId: context.runId,
    asOf: context.asOf,
    definitions: context.definitions,
    clients: 0,
    sums: {},
    spend: [],
    isOnRevenue: true,
    ...rest,
    context,
  }
}
