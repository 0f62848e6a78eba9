import { createImportsStore } from '#functions/store/imports.store'
import { createReportsStore } from '#functions/store/reports.store'
import { createScansStore } from '#functions/store/scans.store'
import { type PipelineDeps, pipelineStores } from './pipeline-deps.ts'

interface Abandoned {
  readonly runId?: string | undefined
  readonly importId?: string | undefined
  readonly reportId?: string | undefined
  readonly scanId?: string | undefined
  readonly error: { readonly code: string; readonly message: string }
}

/** Records why a job ended, so that nobody waits for it. What it had finished stays. */
export async function abandon(
  { runId, importId, reportId, scanId, error }: Abandoned,
  deps: PipelineDeps,
): Promise<void> {
  const { runs } = pipelineStores(deps)
  if (runId !== undefined) {
    await runs.update(runId, { status: 'failed', finishedAt: deps.clock(), error })
    await runs.closeOpening(runId)
  }
  if (importId !== undefined)
    await createImportsStore({ table: deps.table }).fail(importId, error, deps.clock())
  if (reportId !== undefined)
    await createReportsStore({ table: deps.table }).fail(reportId, error, deps.clock())
  if (scanId !== undefined)
    await createScansStore({ table: deps.table }).update(scanId, {
      status: 'failed',
      finishedAt: deps.clock(),
      error,
    })
}
