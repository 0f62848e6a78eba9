import type { CivilDay } from '#shared/kernel/day'
import type { Random } from '#shared/numeric/random'
import type { ClientRow, EngagementRow, Ledger, LineRow } from './ledger.ts'
import type { PlantedFault } from './truth.ts'

/** What a fault is planted into. Every client has at most one fault, so that each can be told from the others. */
export interface Ground {
  readonly random: Random
  readonly ledger: Ledger
  readonly today: CivilDay
  readonly pool: FaultPool
}

/** Plants one kind of fault and says where. */
export type Planter = (ground: Ground) => PlantedFault

/** Clients without a fault so far. */
export interface FaultPool {
  /** Takes up to `count` of them that pass, in an order by chance. */
  take(count: number, passes?: (row: ClientRow, lines: readonly LineRow[]) => boolean): readonly ClientRow[]
  linesOf(clientId: string): readonly LineRow[]
  engagementOf(clientId: string): readonly EngagementRow[]
  /** Whether a client has account products. */
  isAccountBased(row: ClientRow): boolean
}

/** A pool of all clients of a ledger, prospects apart. */
export function faultPool(random: Random, ledger: Ledger): FaultPool {
  const linesByClient = Map.groupBy(ledger.lines, (line) => line.clientId)
  const linesOf = (clientId: string): readonly LineRow[] => linesByClient.get(clientId) ?? []
  const engagementByClient = Map.groupBy(ledger.engagement, (row) => row.clientId)
  const accountBased = new Set(ledger.holdings.map((holding) => holding.clientId))
  const free = ledger.clients
    .filter((row) => row.status !== 'prospect')
    .map((row) => ({ row, place: random.next() }))
    .sort((one, other) => one.place - other.place)
    .map(({ row }) => row)
  return {
    linesOf,
    engagementOf: (clientId) => engagementByClient.get(clientId) ?? [],
    isAccountBased: (row) => accountBased.has(row.clientId),
    take: (count, passes = () => true) => {
      const taken = free.filter((row) => passes(row, linesOf(row.clientId))).slice(0, count)
      for (const row of taken) free.splice(free.indexOf(row), 1)
      return taken
    },
  }
}

/** The orders of one purchase line that were not given back. */
export function plainPurchases(lines: readonly LineRow[]): readonly LineRow[] {
  const count = new Map<string, number>()
  for (const line of lines) count.set(line.transactionId, (count.get(line.transactionId) ?? 0) + 1)
  return lines.filter(
    (line) =>
      line.kind === 'purchase' &&
      count.get(line.transactionId) === 1 &&
      !count.has(line.transactionId.replace('P', 'R')),
  )
}
