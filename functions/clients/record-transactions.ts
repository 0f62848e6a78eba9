import type { ClientWithFacts } from '#shared/client/client'
import { clientNotFound } from '#shared/client/client'
import { revised } from '#shared/client/change'
import { type Fact, factIdentity, type Order } from '#shared/client/facts'
import type { Transaction, TransactionsAnswer } from '#shared/client/transactions.schema'
import { factContent } from '#shared/import/content'
import { DomainError, invalidInput, type Issue } from '#shared/kernel/errors'
import { NO_PRODUCT } from '#shared/kernel/ids'
import type { ClientsStore } from '#functions/store/clients.store'
import type { ProductsStore } from '#functions/store/products.store'
import { type LiveStores, withLive } from './with-live.ts'

const ATTEMPTS = 6

/** What recording needs. */
export interface RecordStores extends LiveStores {
  readonly clients: Pick<ClientsStore, 'loadWithFacts' | 'save'>
  readonly products: Pick<ProductsStore, 'ensure'>
}

/**
 * Records transactions of one client: facts, live flows and the live score in one save, all of them or none. Idempotent by
 * id: the same content again does nothing, other content replaces.
 *
 * @throws DomainError `client.not-found`, `request.invalid` with everything that is wrong
 */
export async function recordTransactions(
  stores: RecordStores,
  id: string,
  posted: readonly Transaction[],
): Promise<TransactionsAnswer> {
  const today = stores.today()
  refuseNonsense(posted, today)
  for (let attempt = 1; ; attempt++) {
    const before = await stores.clients.loadWithFacts(id)
    if (!before) throw clientNotFound(id)
    const { recorded, replaced, unchanged, put } = sorted(before, posted)
    const done = { recorded, replaced, unchanged }
    if (put.length === 0) return { ...done, version: before.client.version }
    const ids = put.flatMap(({ lines }) => lines.map(({ productId }) => productId))
    await stores.products.ensure([...new Set(ids)].filter((product) => product !== NO_PRODUCT))
    // The channel stays as it is, so the registered ones do not matter.
    const after = await withLive(stores, before, revised(id, before, { put, channels: [] }))
    try {
      await stores.clients.save(before, after)
      return { ...done, version: before.client.version + 1 }
    } catch (error) {
      const isMeanwhile = error instanceof DomainError && error.code === 'client.changed-meanwhile'
      if (!isMeanwhile || attempt >= ATTEMPTS) throw error
    }
  }
}

function sorted(before: ClientWithFacts, posted: readonly Transaction[]) {
  const held = new Map<string, Fact>(before.facts.map((fact) => [factIdentity(fact), fact]))
  const result = {
    recorded: [] as string[],
    replaced: [] as string[],
    unchanged: [] as string[],
    put: [] as Order[],
  }
  for (const transaction of posted) {
    const order = orderOf(transaction)
    const known = held.get(factIdentity(order))
    if (known && factContent(known) === factContent(order)) result.unchanged.push(order.id)
    else {
      ;(known ? result.replaced : result.recorded).push(order.id)
      result.put.push(order)
    }
  }
  return result
}

function orderOf({ id, day, lines }: Transaction): Order {
  return {
    fact: 'order',
    id,
    day,
    lines: lines.map(({ productId, kind, amountCents, quantity, unitPriceCents }) => ({
      productId,
      kind,
      amountCents,
      ...(quantity === undefined ? {} : { quantity }),
      ...(unitPriceCents === undefined ? {} : { unitPriceCents }),
    })),
  }
}

function refuseNonsense(posted: readonly Transaction[], today: string): void {
  const seen = new Set<string>()
  const issues = posted.flatMap(({ id, day }, index): Issue[] => {
    const path = posted.length === 1 ? '' : `transactions.${index}.`
    const isTwice = seen.has(id)
    seen.add(id)
    return [
      ...(day > today
        ? [{ path: `${path}day`, message: `This day is still to come; today is ${today}.` }]
        : []),
      ...(isTwice ? [{ path: `${path}id`, message: 'The same id stands twice in this call.' }] : []),
    ]
  })
  if (issues.length > 0) throw invalidInput('request.invalid', 'Please check what you sent.', issues)
}
