import { hasRight } from '#shared/access/rights'
import { maskedName } from '#shared/client/mask'
import { DomainError } from '#shared/kernel/errors'
import type { Bundle } from '#shared/portfolio/product-bundles'
import type { RecipientsPage } from '#shared/portfolio/bundle-view.schema'
import type { Actor } from '#functions/http/env'
import type { ProductsState, ProductStores } from './products-state.ts'

const PAGE = 25

/** The bundle of a rank in the current run. */
export function bundleOf({ head }: ProductsState, rank: number): Bundle {
  const bundle = head?.bundles.find((one) => one.rank === rank)
  if (!bundle)
    throw new DomainError(
      'not-found',
      'bundle.not-found',
      'There is no such bundle in the run that is shown.',
    )
  return bundle
}

/** Clients a bundle could reach: those who have the one product and lack the other. */
export async function readRecipients(
  stores: ProductStores,
  state: ProductsState,
  { rank, from, actor }: { rank: number; from: number; actor: Actor },
): Promise<RecipientsPage> {
  const bundle = bundleOf(state, rank)
  const ids = await stores.figures.recipients(state.head?.runId ?? '', rank)
  const shown = ids.slice(from, from + PAGE)
  const known = await stores.clients.loadManyExisting(shown)
  const isMasked = !hasRight(actor.role, 'personal')
  return {
    items: shown.map((id) => {
      const name = known.get(id)?.profile.name ?? null
      return { id, name: isMasked ? maskedName(name) : name }
    }),
    total: bundle.recipients,
    listed: ids.length,
    next: from + PAGE < ids.length ? from + PAGE : null,
  }
}

/** The ids of every client a bundle could reach, as CSV; refused where the list kept is not the whole. */
export async function recipientsCsv(
  stores: ProductStores,
  state: ProductsState,
  rank: number,
): Promise<string> {
  const bundle = bundleOf(state, rank)
  const ids = await stores.figures.recipients(state.head?.runId ?? '', rank)
  if (ids.length < bundle.recipients)
    throw new DomainError(
      'conflict',
      'bundle.too-many',
      `${bundle.recipients} clients could be reached; at most ${ids.length} are listed. Filter the clients by product instead.`,
    )
  const cell = (text: string) =>
    /[",\r\n]/.test(text) || /^[=+\-@\t]/.test(text) ? `"'${text.replaceAll('"', '""')}"` : text
  const lines = ids.map((id) => `${cell(id)},${cell(bundle.right)}`)
  return ['clientId,offer', ...lines, ''].join('\r\n')
}
