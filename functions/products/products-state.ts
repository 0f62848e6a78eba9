import type { Clock } from '#shared/kernel/clock'
import { dayIn } from '#shared/kernel/zone'
import type { ProductSnapshot } from '#shared/portfolio/product-snapshot'
import { type Stages, stagesOf } from '#shared/portfolio/product-stages'
import type { Product } from '#shared/product/product'
import type { SavedSettings } from '#shared/settings/house-settings'
import type { Catalogue } from '#functions/store/catalogue'
import type { ClientsStore } from '#functions/store/clients.store'
import type { FlowsStore } from '#functions/store/flows.store'
import type { ProductFigures } from '#functions/store/product-figures'
import type { ProductsStore } from '#functions/store/products.store'
import type { CurrentRun, RunsStore } from '#functions/store/runs.store'
import type { SettingsStore } from '#functions/store/settings.store'

/** What the section works with. */
export interface ProductStores {
  readonly products: Pick<
    ProductsStore,
    'load' | 'saveAll' | 'charges' | 'saveWithCharges' | 'hasFlows' | 'remove'
  >
  readonly catalogue: Catalogue
  readonly figures: Pick<ProductFigures, 'head' | 'detail' | 'recipients'>
  readonly runs: Pick<RunsStore, 'current'>
  readonly flows: Pick<FlowsStore, 'versions'>
  readonly settings: Pick<SettingsStore, 'load'>
  readonly clients: Pick<ClientsStore, 'loadManyExisting'>
  readonly clock: Clock
  readonly timeZone: string
}

/** Everything an answer about products follows from; equal parts, equal answer. */
export interface ProductsState {
  readonly today: string
  readonly current: CurrentRun
  readonly run: { readonly id: string; readonly asOf: string; readonly changedClients: number } | null
  /** Figures of the current run; absent before the first one, and under a run older than figures of products. */
  readonly head: ProductSnapshot | undefined
  readonly catalogue: readonly Product[]
  readonly stages: Stages | undefined
  readonly settings: SavedSettings
  readonly parts: readonly (string | number)[]
}

const stagesKept = new WeakMap<ProductSnapshot, { key: string; stages: Stages }>()

/** The run, the catalogue and the thresholds as they are now. */
export async function productsState(stores: ProductStores): Promise<ProductsState> {
  const [current, catalogue, settings, versions] = await Promise.all([
    stores.runs.current(),
    stores.catalogue(),
    stores.settings.load(),
    stores.flows.versions(),
  ])
  const head = current.runId === undefined ? undefined : await stores.figures.head(current.runId)
  const today = dayIn(stores.clock(), stores.timeZone)
  const changedClients = versions.changed[current.runId ?? ''] ?? 0
  const parts = [current.runId ?? '', catalogue.version, settings.version, changedClients, today]
  return {
    today,
    current,
    run: head ? { id: head.runId, asOf: head.asOf, changedClients } : null,
    head,
    catalogue: catalogue.products,
    stages: head && stagesFor(head, { catalogue, settings }),
    settings,
    parts,
  }
}

function stagesFor(
  head: ProductSnapshot,
  { catalogue, settings }: { catalogue: Awaited<ReturnType<Catalogue>>; settings: SavedSettings },
): Stages {
  const key = `${catalogue.version}|${settings.version}`
  const known = stagesKept.get(head)
  if (known?.key === key) return known.stages
  const stages = stagesOf(head, catalogue.products, settings.parts.lifecycle)
  stagesKept.set(head, { key, stages })
  return stages
}

/** What is said where a run has no figures of products. */
export const NO_FIGURES = 'No run has counted products yet. Start a run, or import transactions first.'
