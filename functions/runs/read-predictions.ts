import * as v from 'valibot'
import { statuses } from '#shared/client/facts'
import type { PredictionsPage, PredictionsQuery } from '#shared/pipeline/run-view.schema'
import { runNotFound } from '#shared/pipeline/run'
import { predictionOf } from '#shared/portfolio/prediction'
import type { Cursors } from '#functions/http/cursor'
import type { ClientsStore } from '#functions/store/clients.store'
import type { Published } from '#functions/store/published'

/** What predictions are read from. */
export interface PredictionStores {
  readonly clients: Pick<ClientsStore, 'page' | 'counts' | 'loadWithFacts'>
  readonly published: Pick<Published, 'context'>
}

// Each client is a query of its own: a page stays within the budget of one call.
const CLIENTS_PER_PAGE = 100
const Place = v.object({ isBlank: v.boolean(), key: v.string() })

/** A page of what a run predicts, in name order; clients without a purchase by the run's day are passed over. */
export async function readPredictions(
  { stores, cursors, runId }: { stores: PredictionStores; cursors: Cursors; runId: string },
  { horizonDays, cursor }: v.InferOutput<typeof PredictionsQuery>,
): Promise<v.InferOutput<typeof PredictionsPage>> {
  const context = await stores.published.context(runId)
  if (!context) throw runNotFound(runId)
  const scope = `predictions/${runId}/${horizonDays}`
  const after = cursor === undefined ? undefined : cursors.open(scope, cursor, Place)
  const [{ found, hasMore }, counts] = await Promise.all([
    stores.clients.page({
      statuses,
      sort: 'name',
      isDescending: false,
      limit: CLIENTS_PER_PAGE,
      ...(after ? { after } : {}),
    }),
    stores.clients.counts(),
  ])
  const clients = await Promise.all(found.map(({ row }) => stores.clients.loadWithFacts(row.id)))
  const last = found.at(-1)
  return {
    items: clients.flatMap((client) => (client && predictionOf(client, context, horizonDays)) ?? []),
    total: statuses.reduce((sum, status) => sum + counts[status], 0),
    next: hasMore && last ? cursors.sign(scope, last.place) : null,
  }
}
