import * as v from 'valibot'
import type { Clock } from '#shared/kernel/clock'
import { dayIn } from '#shared/kernel/zone'
import type { QualitySettings } from '#shared/quality/quality-settings'
import { scanReasons } from '#shared/quality/scan'
import type { Rule } from '#shared/quality/rule'
import type { QualityWorld } from '#shared/quality/rows'
import { createChangedStore } from '#functions/store/changed.store'
import { createChannelsStore } from '#functions/store/channels.store'
import { createClientsStore } from '#functions/store/clients.store'
import type { FilesStore } from '#functions/store/files.store'
import { createImportsStore } from '#functions/store/imports.store'
import { createIssuesStore } from '#functions/store/issues.store'
import { createProductsStore } from '#functions/store/products.store'
import { createRunsStore } from '#functions/store/runs.store'
import { createScansStore } from '#functions/store/scans.store'
import { createSpendStore } from '#functions/store/spend.store'
import type { Table } from '#functions/store/table'
import { scanFiles } from './scan-files.ts'

/** Input of a step of a scan. */
export const ScanEvent = v.object({
  scanId: v.pipe(v.string(), v.minLength(1), v.maxLength(128)),
  reason: v.optional(v.picklist(scanReasons), 'on-demand'),
  shard: v.optional(v.number(), 0),
  shards: v.optional(v.number(), 1),
  cursor: v.optional(v.string()),
})
/** Input of a step of a scan. */
export type ScanEvent = v.InferOutput<typeof ScanEvent>

/** What the steps of a scan work with. */
export interface ScanDeps {
  readonly table: Table
  readonly files: FilesStore
  readonly shards: number
  readonly clock: Clock
  readonly timeZone: string
  readonly settings: () => Promise<QualitySettings>
  /** Clients whose findings are kept in memory before they are written; 20,000 where nothing else is said. */
  readonly clientsPerPart?: number
}

/** The stores of a scan's steps. */
export function scanStores({ table, shards }: Pick<ScanDeps, 'table' | 'shards'>) {
  const channels = createChannelsStore({ table })
  return {
    scans: createScansStore({ table }),
    issues: createIssuesStore({ table }),
    changed: createChangedStore({ table }),
    clients: createClientsStore({ table, shards }),
    products: createProductsStore({ table }),
    imports: createImportsStore({ table }),
    spend: createSpendStore({ table, channels }),
    runs: createRunsStore({ table }),
  }
}

/** The rules a scan was opened with: the same for every step, whatever is edited meanwhile. */
export async function rulesOf(scanId: string, files: Pick<FilesStore, 'text'>): Promise<Rule[]> {
  const text = await files.text(scanFiles.rules(scanId))
  if (text === undefined) throw new Error('Impossible: a scan is opened before its steps run')
  return JSON.parse(text) as Rule[] // -- because `openScan` is the only writer
}

/** What rules need to know beside a client. */
export async function worldOf(deps: ScanDeps): Promise<QualityWorld> {
  const { products } = scanStores(deps)
  const all = await products.loadAll()
  return {
    today: dayIn(deps.clock(), deps.timeZone),
    products: new Map(all.map((product) => [product.id, product])),
  }
}
