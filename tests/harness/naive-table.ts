/** What a whole table says, recounted the slow obvious way from its items: the twin of everything `save` keeps in step. */
import type { Client } from '#shared/client/client'
import { listStatus } from '#shared/client/client'
import { statuses } from '#shared/client/facts'
import { searchWords } from '#shared/client/words'
import { shardOf } from '#shared/kernel/ids'
import type { IndexName } from '#functions/store/keys'
import type { Item } from '#functions/store/table'
import type { TableWorld } from './world.ts'

type Sums = Record<string, number>
interface StoredLine {
  readonly p: string
  readonly k: string
  readonly a: number
}

const isClient = (item: Item) => item.sk === 'CLIENT'
const idOf = (item: Item) => String(item['id'])

/** The live sums and counts as they stand, zeros left out: `place/attribute` to sum. */
export function standing(items: readonly Item[]): Sums {
  const sums: Sums = {}
  for (const { pk, sk, ...attributes } of items) {
    const isFlow = (pk.startsWith('FLOW#') && sk !== 'VERSION') || sk.startsWith('FLOW#')
    if (!isFlow) continue
    for (const [name, sum] of Object.entries(attributes))
      if (sum !== 0) sums[`${pk}/${sk}/${name}`] = Number(sum)
  }
  return sums
}

/** The same recounted from the facts of every client. */
export function recounted(items: readonly Item[], shards: number): Sums {
  const sums: Sums = {}
  const add = (place: string, amount: number) => {
    sums[place] = (sums[place] ?? 0) + amount
    if (sums[place] === 0) delete sums[place]
  }
  for (const one of items.filter(isClient)) {
    const client = one as unknown as Client
    const shard = shardOf(client.id, shards)
    const own = items.filter((item) => item.pk === one.pk)
    if (!one['isRemnant']) add(`FLOW#${shard}/CLIENTS/${listStatus(client)}`, 1)
    const orders = ordersOf(own)
    const buyerMonths = new Set<string>()
    for (const { day, lines } of orders) {
      const month = day.slice(5, 7)
      const flow = `FLOW#${shard}/${day.slice(0, 4)}#${client.channelKey}`
      const product = (id: string) => `PRODUCT#${id}/FLOW#${day.slice(0, 4)}#${shard}`
      for (const { p, k, a } of lines) {
        if (k === 'activity') continue
        add(`${flow}/revenue${month}`, a)
        add(`${product(p)}/revenue${month}`, a)
        if (k === 'charge') add(`${flow}/charges${month}`, a)
      }
      const bought = new Set(lines.filter(({ k }) => k === 'purchase').map(({ p }) => p))
      if (bought.size > 0) {
        add(`${flow}/orders${month}`, 1)
        buyerMonths.add(day.slice(0, 7))
      }
      for (const p of bought) add(`${product(p)}/orders${month}`, 1)
    }
    for (const month of buyerMonths)
      add(`FLOW#${shard}/${month.slice(0, 4)}#${client.channelKey}/buyers${month.slice(5)}`, 1)
    const acquired = [
      client.profile.joinedOn,
      ...own.filter(({ sk }) => sk.startsWith('HOLD#')).map((item) => String(item['openedOn'])),
      ...orders
        .filter(({ lines }) => lines.some(({ k }) => k === 'purchase' || k === 'activity'))
        .map(({ day }) => day),
    ]
      .filter((day) => day !== undefined)
      .sort()[0]
    if (acquired !== undefined)
      add(`FLOW#${shard}/${acquired.slice(0, 4)}#${client.channelKey}/newClients${acquired.slice(5, 7)}`, 1)
  }
  return sums
}

function ordersOf(items: readonly Item[]): { day: string; lines: StoredLine[] }[] {
  const orders = new Map<string, { day: string; lines: StoredLine[] }>()
  for (const item of items.filter(({ sk }) => sk.startsWith('TXN#'))) {
    const [, day = '', id = ''] = item.sk.split('#')
    const order = orders.get(`${day}#${id}`) ?? { day, lines: [] }
    orders.set(`${day}#${id}`, order)
    order.lines.push(...(item['lines'] as StoredLine[]))
  }
  return [...orders.values()]
}

/** Search words as stored, and as they follow from the clients. */
export function words(items: readonly Item[]) {
  const stored = items
    .filter(({ pk }) => pk.startsWith('TOKEN#'))
    .map((item) => `${item.pk}/${item.sk.split('#')[0]} ${idOf(item)}`)
  const expected = items.filter(isClient).flatMap((item) => {
    const { id, profile } = item as unknown as Client
    return searchWords(id, profile).map((word) => `TOKEN#${word.slice(0, 2)}/${word} ${id}`)
  })
  return { stored: stored.sort(), expected: expected.sort() }
}

/** The ids that each order of the list walks, and those of the table. */
export async function listed(desk: TableWorld, items: readonly Item[]) {
  const expected = items.filter(isClient).map(idOf).sort()
  const orders: Record<string, string[]> = {}
  for (const sort of ['name', 'value', 'risk', 'time'] as const satisfies readonly IndexName[]) {
    const page = await desk.clients.page({ statuses, sort, isDescending: false, limit: 1_000 })
    orders[sort] = page.found.map(({ row }) => row.id).sort()
  }
  return { expected, orders }
}

/** Fact items of each client, and how many its summary says there are. */
export function counted(items: readonly Item[]) {
  return items.filter(isClient).map((client) => ({
    id: idOf(client),
    said: (client['summary'] as Client['summary']).items,
    held: items.filter(({ pk, sk }) => pk === client.pk && /^(TXN|HOLD|ENG|EVENT|STATUS)#/.test(sk)).length,
  }))
}
