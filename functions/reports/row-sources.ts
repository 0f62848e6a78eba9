import type { Snapshot } from '#shared/portfolio/snapshot'
import { DomainError } from '#shared/kernel/errors'
import type { ReportDefinition, ReportType } from '#shared/report/report-view.schema'
import type { SnapshotReport } from '#shared/report/report-types'
import type { RowSource } from '#shared/report/table'
import { clientListSource } from './client-list.ts'
import { productListSource } from './product-list.ts'
import type { SourceDeps } from './report-deps.ts'

type Opens = (
  definition: ReportDefinition,
  deps: SourceDeps & { readonly snapshot: Snapshot },
) => Promise<RowSource> | RowSource

const notYet = (what: string) => (): never => {
  throw new DomainError('not-found', 'report.not-there', `${what} cannot be exported yet.`)
}

/** Lists that are read while they are written: one line each. A section adds its own here. */
export const rowSources: Readonly<Record<Exclude<ReportType, SnapshotReport>, Opens>> = {
  'client-list': clientListSource,
  product: productListSource,
  quality: notYet('Data quality'),
}
