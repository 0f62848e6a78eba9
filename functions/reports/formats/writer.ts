import type { ReportDocument } from '#shared/report/document'
import type { Manifest, ReportDefinition } from '#shared/report/report-view.schema'
import type { RowSource } from '#shared/report/table'

/** What every file says about itself. */
export type FileFacts = Pick<
  Manifest,
  'title' | 'type' | 'run' | 'dataVersion' | 'definitions' | 'period' | 'filters' | 'timeZone' | 'currency'
> & {
  readonly createdAt: string
  readonly by: string
  readonly siteOrigin: string
}

/** What a writer is given: tables whose rows are counted as they pass, and what stands around them. */
export interface FileContent {
  readonly facts: FileFacts
  readonly definition: ReportDefinition
  readonly document?: ReportDocument | undefined
  readonly sources: readonly RowSource[]
}

/** A format: content in, pieces of a file out. */
export interface Format {
  readonly extension: string
  readonly contentType: string
  readonly write: (content: FileContent) => AsyncIterable<string | Uint8Array>
}

/** How cells are written in a file. */
export function styleOf({ facts, definition }: FileContent) {
  return {
    currency: facts.currency,
    timeZone: facts.timeZone,
    isFormatted: definition.values === 'formatted',
    hasBom: definition.hasBom,
  }
}
