import type { BatchCounts } from '#functions/store/imports.store'
import type { ImportJobDeps, StartedImport } from './import-job.ts'

const REPORT_EVERY_MILLISECONDS = 500

/** Counts the saved batches and tells the import item now and then. */
export function progressOf(
  started: StartedImport,
  batches: Map<string, BatchCounts>,
  deps: Pick<ImportJobDeps, 'imports'>,
) {
  const { id, checkpoint, counts } = started
  const total = checkpoint?.read ?? 0
  let reportedAt = 0

  const sum = (of: keyof BatchCounts) => [...batches.values()].reduce((all, one) => all + one[of], 0)
  const rejected = () => (checkpoint?.rejected ?? 0) + sum('rejected')
  const done = () => rejected() + sum('accepted') + sum('updated') + sum('unchanged')

  async function report(): Promise<void> {
    reportedAt = Date.now()
    await deps.imports.update(id, ['queued', 'partitioning', 'saving'], {
      status: 'saving',
      progress: { done: done(), total, unit: 'rows' },
      counts: {
        ...counts,
        accepted: sum('accepted'),
        updated: sum('updated'),
        unchanged: sum('unchanged'),
        rejected: rejected(),
      },
    })
  }

  return {
    done,
    report,
    isIn: (batch: string) => batches.has(batch),
    async add(batch: string, added: BatchCounts): Promise<void> {
      batches.set(batch, added)
      if (Date.now() - reportedAt >= REPORT_EVERY_MILLISECONDS) await report()
    },
  }
}

/** Counts the saved batches. */
export type Progress = ReturnType<typeof progressOf>
