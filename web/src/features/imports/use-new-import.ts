import { useQueryClient } from '@tanstack/vue-query'
import { onScopeDispose, readonly, shallowRef, watch } from 'vue'
import { useRouter } from 'vue-router'
import type { ImportKind } from '#shared/import/import-view.schema'
import { openImport, startImport } from '../../api/imports.ts'
import { ApiError } from '../../api/problem.ts'
import { upload } from '../../api/upload.ts'
import { fileHead } from './file-head.ts'
import { useMapping } from './use-mapping.ts'

/** A new import: kind, file, mapping, then sending. */
export function useNewImport() {
  const router = useRouter()
  const cache = useQueryClient()
  const kind = shallowRef<ImportKind>('transactions')
  const file = shallowRef<File | null>(null)
  const fileProblem = shallowRef('')
  const headText = shallowRef('')
  const startsRun = shallowRef(true)
  const sentBytes = shallowRef<number | null>(null)
  const failure = shallowRef<Error | null>(null)
  const mapping = useMapping(kind, headText)
  const stop = new AbortController()
  onScopeDispose(() => stop.abort())

  async function choose(chosen: File): Promise<void> {
    file.value = null
    failure.value = null
    mapping.forget()
    const head = await fileHead(chosen)
    fileProblem.value = 'problem' in head ? head.problem : ''
    if ('problem' in head) return
    headText.value = head.text
    file.value = chosen
    await mapping.guess()
  }
  watch(kind, () => {
    if (file.value) void mapping.guess()
  })

  async function send(): Promise<void> {
    const [chosen, plan] = [file.value, mapping.mapping.value]
    if (!chosen || !plan) return
    failure.value = null
    sentBytes.value = 0
    try {
      const opened = await openImport({ kind: kind.value, name: chosen.name, bytes: chosen.size })
      const onProgress = (sent: number): void => {
        sentBytes.value = sent
      }
      await upload(opened.upload, chosen, { onProgress, signal: stop.signal })
      await startImport(opened.id, { mapping: plan, startsRun: startsRun.value })
      void cache.invalidateQueries({ queryKey: ['imports'] })
      await router.push({ name: 'import', params: { id: opened.id } })
    } catch (error) {
      failure.value = error instanceof Error ? error : new ApiError({ status: 0, code: 'import.not-sent' })
    } finally {
      sentBytes.value = null
    }
  }

  return {
    kind,
    startsRun,
    file: readonly(file),
    fileProblem: readonly(fileProblem),
    sentBytes: readonly(sentBytes),
    failure: readonly(failure),
    headText: readonly(headText),
    mapping,
    choose,
    send,
  }
}
