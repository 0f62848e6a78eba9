import type { Clock } from '#shared/kernel/clock'
import type { ReportFormat } from '#shared/report/report-view.schema'
import type { ProductSnapshot } from '#shared/portfolio/product-snapshot'
import type { ClientsExport } from '#functions/store/clients-export'
import type { ClientsStore } from '#functions/store/clients.store'
import type { FilesStore } from '#functions/store/files.store'
import type { FlowsStore } from '#functions/store/flows.store'
import type { ProductsStore } from '#functions/store/products.store'
import type { Published } from '#functions/store/published'
import type { ReportsStore } from '#functions/store/reports.store'
import type { RunsStore } from '#functions/store/runs.store'
import type { Format } from './formats/writer.ts'

/** What reports are made from. */
export interface SourceDeps {
  readonly published: Published
  readonly runs: Pick<RunsStore, 'current' | 'load'>
  readonly flows: Pick<FlowsStore, 'versions'>
  readonly clients: Pick<ClientsStore, 'counts' | 'searchPage'>
  readonly clientsExport: ClientsExport
  readonly products: Pick<ProductsStore, 'loadAll'>
  /** Figures of every product under a run. */
  readonly productHead: (runId: string) => Promise<ProductSnapshot | undefined>
  readonly timeZone: string
  readonly currency: string
  /** First month of the house's fiscal year, 1 to 12. */
  readonly fiscalYearStartMonth: () => Promise<number>
}

/** What writing a report needs. */
export interface RenderDeps extends SourceDeps {
  readonly reports: Pick<ReportsStore, 'load' | 'update' | 'fail'>
  readonly files: Pick<FilesStore, 'write' | 'size'>
  readonly formats: Partial<Readonly<Record<ReportFormat, Format>>>
  readonly clock: Clock
  readonly siteOrigin: string
}
