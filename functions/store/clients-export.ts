import { type ClientFilter, isTested, passes } from '#shared/client/client-filter'
import type { ClientRow } from '#shared/client/client-view.schema'
import type { Status } from '#shared/client/facts'
import { isCardCut, rowOf, subjectOf } from './client-rows.ts'
import { createWalk } from './clients-walk.ts'
import type { IndexName } from './keys.ts'
import type { Item, Table } from './table.ts'

/** Which clients to read, and in which order. */
export interface ExportRequest {
  readonly statuses: readonly Status[]
  readonly sort: IndexName
  readonly isDescending: boolean
  readonly filter: ClientFilter
}

// A card is at most 400 bytes: as many as fit into one page of 1 MB.
const PAGE_SIZE = 2_500

/** Every client of the list, page after page, in the list's own order and under its own filters. */
export function createClientsExport({ table, shards }: { table: Table; shards: number }) {
  const { walk, whole } = createWalk({ table, shards })

  /** A row for each client read; undefined for one that the filters leave out. */
  async function* rows(request: ExportRequest): AsyncGenerator<ClientRow | undefined> {
    const { statuses, sort, isDescending: isReversed, filter } = request
    const isAsked = isTested(filter)
    for await (const step of walk({ statuses, sort, isReversed, isBackward: false, pageSize: PAGE_SIZE })) {
      if (step === 'out-of-budget') throw new Error('Impossible: a walk to the end has no budget')
      const isWanted = !isAsked || passes(filter, subjectOf(await known(step.item, filter)))
      yield isWanted ? rowOf(step.item) : undefined
    }
  }

  /** The item, whole where its card had no room for what the filter looks at. */
  async function known(item: Item, { product, tag }: ClientFilter): Promise<Item> {
    const isCut = isCardCut(item) && ((product?.length ?? 0) > 0 || (tag?.length ?? 0) > 0)
    return isCut ? ((await whole((item['card'] as { id: string }).id)) ?? item) : item
  }

  return { rows }
}

/** Every client of the list. */
export type ClientsExport = ReturnType<typeof createClientsExport>
