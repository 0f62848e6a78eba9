import type { CivilDay } from '#shared/kernel/day'
import { createRandom } from '#shared/numeric/random'
import type { ImportKind } from '#shared/import/import-view.schema'
import { historyMonths } from './calendar.ts'
import { bundles, plantedStages } from './catalogue.ts'
import { clientFaults } from './client-faults.ts'
import { factFaults } from './fact-faults.ts'
import { faultPool } from './fault-pool.ts'
import { ledgerFigures } from './figures.ts'
import { csvFiles } from './files.ts'
import type { Ledger } from './ledger.ts'
import { newcomer, spendRows } from './newcomers.ts'
import type { World } from './newcomers.ts'
import {
  REFUND_SHARE,
  behaviour,
  channels,
  lossModel,
  purchaseModel,
  season,
  spendModel,
} from './parameters.ts'
import { rejectedRows, rejectedTexts } from './rejected.ts'
import type { PlantedFault, TrueClient, Truth } from './truth.ts'

/** What a demo is made from: the same wish gives the same bytes. */
export interface DemoWish {
  readonly clients: number
  readonly seed: number
  /** Last day of the history. */
  readonly today: CivilDay
}

/** The seven files of a demo portfolio and what is true of it. */
export interface Demo {
  readonly files: Record<ImportKind, string>
  readonly truth: Truth
}

/** Generates a bank-shaped portfolio of known truth, planted faults included. */
export function generateDemo(wish: DemoWish): Demo {
  const world: World = { today: wish.today, months: historyMonths(wish.today) }
  const { ledger, clients } = populate(wish, world)
  const faults = plant(wish, ledger)
  sort(ledger)
  const figures = ledgerFigures(ledger, world.months)
  const truth: Truth = {
    seed: wish.seed,
    today: wish.today,
    firstDay: world.months[0]?.firstDay ?? wish.today,
    parameters: {
      lossModel,
      behaviour,
      purchaseModel,
      spendModel,
      season,
      channels,
      refundShare: REFUND_SHARE,
    },
    bundles,
    stages: plantedStages,
    faults,
    rejectedRows: rejectedRows(figures.rows),
    clients,
    expected: expectedOf(clients),
    figures,
  }
  return { files: csvFiles(ledger, wish.today, rejectedTexts()), truth }
}

function populate(
  wish: DemoWish,
  world: World,
): { readonly ledger: Ledger; readonly clients: readonly TrueClient[] } {
  const spend = spendRows(createRandom(wish.seed, 0), wish.clients, world)
  const ledger: Ledger = { clients: [], holdings: [], lines: [], engagement: [], events: [], spend }
  const clients: TrueClient[] = []
  for (let number = 1; number <= wish.clients; number++) {
    const { row, facts, truth } = newcomer(createRandom(wish.seed, number + 1), number, world)
    ledger.clients.push(row)
    ledger.holdings.push(...facts.holdings)
    ledger.lines.push(...facts.lines)
    ledger.engagement.push(...facts.engagement)
    ledger.events.push(...facts.events)
    clients.push(truth)
  }
  return { ledger, clients }
}

function plant(wish: DemoWish, ledger: Ledger): readonly PlantedFault[] {
  const random = createRandom(wish.seed, 1)
  const ground = { random, ledger, today: wish.today, pool: faultPool(random, ledger) }
  return [...factFaults, ...clientFaults].map((planter) => planter(ground))
}

/** Transactions by day, as a bank would export them; the lines of an order stay together. */
function sort(ledger: Ledger): void {
  const key = (line: Ledger['lines'][number]): string => `${line.occurredOn} ${line.transactionId}`
  const keyed = ledger.lines.map((line) => ({ line, key: key(line) }))
  keyed.sort((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0))
  ledger.lines.splice(0, ledger.lines.length)
  for (const { line } of keyed) ledger.lines.push(line)
}

function expectedOf(clients: readonly TrueClient[]): Truth['expected'] {
  const accounts = clients.filter((client) => client.basis === 'account' || client.basis === 'both')
  return {
    remainingMarginCents: clients.reduce((sum, client) => sum + client.remainingMarginCents, 0),
    accountLosses90: accounts
      .filter((client) => !client.isLost)
      .reduce((sum, client) => sum + client.lossProbability90, 0),
    closures: accounts.reduce((sum, client) => sum + (client.expectedClosures ?? 0), 0),
  }
}
