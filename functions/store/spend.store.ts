import type { Month } from '#shared/kernel/day'
import type { Cents } from '#shared/kernel/money'
import { bumpDataVersion, type ChannelsStore } from './channels.store.ts'
import { spendKey } from './keys.ts'
import type { Table } from './table.ts'
import type { NamedWrite } from './transaction.ts'

/** What was spent to win clients through one channel in one month. */
export interface Spend {
  readonly channel: string
  readonly month: Month
  readonly amountCents: Cents
  readonly source?: { readonly importId: string; readonly how: 'new' | 'update' }
}

const ROWS_PER_TRANSACTION = 90

/** Acquisition spend by channel and month. */
export function createSpendStore({
  table,
  channels,
}: {
  table: Table
  channels: Pick<ChannelsStore, 'registered'>
}) {
  /** Spend of all registered channels, in channel and month order. */
  async function loadAll(): Promise<Spend[]> {
    const names = await channels.registered()
    const items = await Promise.all(names.map((name) => table.queryAll(spendKey(name, '').pk)))
    return items.flat().map(spendOf)
  }

  /** The spend of those channel-months that exist, by `channel#month`. */
  async function loadMany(wanted: readonly { channel: string; month: Month }[]): Promise<Map<string, Spend>> {
    const items = await table.getMany(wanted.map(({ channel, month }) => spendKey(channel, month)))
    return new Map(items.map(spendOf).map((spend) => [`${spend.channel}#${spend.month}`, spend]))
  }

  /** Writes channel-months; the same channel and month replaces. */
  async function saveAll(rows: readonly Spend[], markers: readonly NamedWrite[] = []): Promise<void> {
    for (let start = 0; start < rows.length || start === 0; start += ROWS_PER_TRANSACTION) {
      const writes: NamedWrite[] = rows.slice(start, start + ROWS_PER_TRANSACTION).map((spend) => ({
        Put: { Item: { ...spendKey(spend.channel, spend.month), kind: 'spend', ...spend } },
      }))
      const isLast = start + ROWS_PER_TRANSACTION >= rows.length
      const all = [...writes, ...(writes.length > 0 ? [bumpDataVersion()] : []), ...(isLast ? markers : [])]
      if (all.length > 0) await table.transact(all)
    }
  }

  return { loadAll, loadMany, saveAll }
}

/** Acquisition spend. */
export type SpendStore = ReturnType<typeof createSpendStore>

function spendOf(item: Record<string, unknown>): Spend {
  const { channel, month, amountCents, source } = item
  return {
    channel: String(channel),
    month: String(month),
    amountCents: Number(amountCents),
    ...(source ? { source: source as NonNullable<Spend['source']> } : {}), // -- because `saveAll` is the only writer
  }
}
