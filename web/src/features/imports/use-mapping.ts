import { computed, type Ref, shallowRef } from 'vue'
import { fieldsOf, keepsAttributes } from '#shared/import/fields'
import { guessMapping, headersOf } from '#shared/import/guess'
import type { ImportKind, Mapping } from '#shared/import/import-view.schema'
import { mappingIssues } from '#shared/import/mapping'
import { type Preview, preview } from '#shared/import/preview'
import { rememberedMapping } from '../../api/imports.ts'

const PREVIEW_ROWS = 8

/** How a file will be read: guessed or remembered first, then changed by hand. */
export function useMapping(kind: Ref<ImportKind>, headText: Ref<string>) {
  const mapping = shallowRef<Mapping | null>(null)
  const isRemembered = shallowRef(false)

  const headers = computed(() => (mapping.value ? headersOf(mapping.value, headText.value) : []))
  const issues = computed(() =>
    mapping.value ? mappingIssues(kind.value, mapping.value, headers.value) : [],
  )
  const shown = computed(() => previewOf(kind.value, mapping.value, headText.value))

  /** Guesses afresh; a mapping remembered for the same header wins, if the server can be asked. */
  async function guess(): Promise<void> {
    const [text, wanted] = [headText.value, kind.value]
    const guessed = guessMapping(wanted, text)
    mapping.value = guessed.mapping
    isRemembered.value = false
    const known = await rememberedMapping(guessed.headerSignature).catch(() => null)
    const isStale = text !== headText.value || wanted !== kind.value
    if (!known || isStale || mappingIssues(wanted, known, headersOf(known, text)).length > 0) return
    mapping.value = known
    isRemembered.value = true
  }

  /** Another delimiter or header gives other columns: those that are gone are let go. */
  function change(by: Partial<Mapping>): void {
    if (!mapping.value) return
    const next = { ...mapping.value, ...by }
    const known = headersOf(next, headText.value)
    const columns = Object.entries(next.columns).filter(([, column]) => known.includes(column))
    mapping.value = { ...next, columns: Object.fromEntries(columns) }
  }

  function mapField(field: string, column: string): void {
    if (!mapping.value) return
    const { [field]: _before, ...others } = mapping.value.columns
    change({ columns: column ? { ...others, [field]: column } : others })
  }

  function forget(): void {
    mapping.value = null
    isRemembered.value = false
  }

  return {
    mapping,
    isRemembered,
    headers,
    issues,
    shown,
    fields: computed(() => fieldsOf(kind.value)),
    mayKeepUnmapped: computed(() => keepsAttributes(kind.value)),
    guess,
    change,
    mapField,
    forget,
  }
}

/** The first rows as they will be stored, or why they cannot be read. */
function previewOf(
  kind: ImportKind,
  mapping: Mapping | null,
  headText: string,
): Preview | { problem: string } | null {
  if (!mapping || Object.keys(mapping.columns).length === 0) return null
  try {
    return preview(kind, mapping, { headText, limit: PREVIEW_ROWS })
  } catch (error) {
    return { problem: error instanceof Error ? error.message : 'The first rows cannot be read.' }
  }
}
