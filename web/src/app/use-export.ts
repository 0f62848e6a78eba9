import { useQueryClient } from '@tanstack/vue-query'
import { computed, onScopeDispose, readonly, shallowRef } from 'vue'
import type { ReportView } from '#shared/report/report-view.schema'
import { isWriting, readReport, type ReportWish, startReport } from '../api/reports.ts'
import { download } from '../lib/download.ts'

const POLL_MILLISECONDS = 1000

/** An export of what is on the screen: started, watched, and saved as soon as it is there. */
export function useExport() {
  const cache = useQueryClient()
  const report = shallowRef<ReportView>()
  const error = shallowRef<Error>()
  const isBusy = shallowRef(false)
  let isOver = false
  onScopeDispose(() => (isOver = true))

  /** Starts an export and saves its file; says how it ended. A page that is left stops watching, the export goes on. */
  async function start(wish: ReportWish): Promise<ReportView | undefined> {
    if (isBusy.value) return undefined
    isBusy.value = true
    error.value = undefined
    try {
      report.value = await startReport(wish)
      void cache.invalidateQueries({ queryKey: ['reports'] })
      while (isWriting(report.value.status) && !isOver) {
        await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS))
        report.value = await readReport(report.value.id)
      }
      const { link, manifest, error: problem } = report.value
      if (problem) throw new Error(problem.message)
      if (link && !isOver) download(manifest?.fileName ?? '', link)
      return report.value
    } catch (problem) {
      error.value = problem instanceof Error ? problem : new Error(String(problem))
      return undefined
    } finally {
      isBusy.value = false
    }
  }

  const progress = computed(() => report.value?.progress)
  return { start, isBusy: readonly(isBusy), report: readonly(report), progress, error: readonly(error) }
}
