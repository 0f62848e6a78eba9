import { type ClientFilter, isBeyondCells } from '#shared/client/client-filter'
import { keyParts } from '#shared/portfolio/contribution'
import type { Snapshot } from '#shared/portfolio/snapshot'
import type { FoundPage, PageRequest } from '#functions/store/clients-list'
import type { ClientStores } from './read-client.ts'

type Stores = Pick<ClientStores, 'runs' | 'published' | 'flows'>

/**
 * How many clients pass the filters, exactly: when reading on from the start came to the end, or when the cells of the current run
 * know and no client has changed since. Undefined: only a floor is known.
 */
export async function exactTotal(
  stores: Stores,
  { filter = {} }: PageRequest,
  { page, isWhole, before }: { page: FoundPage; isWhole: boolean; before: number },
): Promise<number | undefined> {
  if (isWhole) return before + page.found.length
  if (isBeyondCells(filter)) return undefined
  const { runId, opening } = await stores.runs.current()
  if (runId === undefined || opening !== undefined) return undefined
  const [snapshot, { changed }] = await Promise.all([
    stores.published.snapshot(runId),
    stores.flows.versions(),
  ])
  if (!snapshot || (changed[runId] ?? 0) > 0) return undefined
  return countIn(snapshot, filter)
}

/** Clients of a snapshot's cells that pass the filters; undefined when the run did not count them by risk band. */
export function countIn(snapshot: Snapshot, filter: ClientFilter): number | undefined {
  let count: number | undefined
  const isWanted = (wanted: readonly string[] | undefined, value: string) =>
    wanted === undefined || wanted.length === 0 || wanted.includes(value)
  for (const [key, [clients = 0]] of Object.entries(snapshot.sums)) {
    if (!key.startsWith('risk|')) continue
    count ??= 0
    const [, band = '', segment = '', channel = '', status = ''] = keyParts(key)
    if (
      isWanted(filter.risk, band) &&
      isWanted(filter.segment, segment) &&
      isWanted(filter.channel, channel) &&
      isWanted(filter.status, status)
    )
      count += clients
  }
  return count
}
