import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import * as v from 'valibot'
import { computed, readonly, shallowRef } from 'vue'
import { type PartName, settingChanges, settingParts } from '#shared/settings/house-settings'
import { ApiError, type Issue } from '../../api/problem.ts'
import { saveSettings, settingsQuery } from '../../api/settings.ts'
import { type SettingField, stored, typed, valueAt, withValue } from './fields.ts'

/** One part of the settings as a form: what is typed, what is wrong with it, and saving it. */
export function useSettingsPart(part: PartName, fields: readonly SettingField[]) {
  const cache = useQueryClient()
  const { data } = useQuery(settingsQuery())
  const edits = shallowRef<ReadonlyMap<string, string>>(new Map())
  const refused = shallowRef<readonly Issue[]>([])
  const savedVersion = shallowRef<number>()

  const now = computed(() => data.value?.parts[part])
  const shipped = computed(() => data.value?.shipped[part] ?? settingParts[part].shipped)
  const textOf = (field: SettingField): string =>
    edits.value.get(field.path) ?? typed(field, valueAt(now.value, field.path))
  const wanted = computed(() =>
    fields.reduce<unknown>(
      (value, field) =>
        edits.value.has(field.path) ? withValue(value, field.path, stored(field, textOf(field))) : value,
      now.value,
    ),
  )
  const isChanged = computed(() => settingChanges(now.value, wanted.value).length > 0)
  const isShipped = computed(() => settingChanges(shipped.value, wanted.value).length === 0)

  const mutation = useMutation({
    mutationFn: () => saveSettings(part, { version: data.value?.version ?? 0, value: wanted.value }),
    onSuccess: async (view) => {
      cache.setQueryData(settingsQuery().queryKey, view)
      edits.value = new Map()
      savedVersion.value = view.version
      await cache.invalidateQueries({ queryKey: ['settings'] })
    },
  })
  const answered = computed(() =>
    mutation.error.value instanceof ApiError ? mutation.error.value.issues : [],
  )
  const issues = computed(() =>
    [...refused.value, ...answered.value].map(({ path, message }) => ({
      path: path.replace(/^value\.?/, ''),
      message,
    })),
  )
  const problem = computed(() =>
    mutation.error.value && answered.value.length === 0 ? mutation.error.value : null,
  )

  function edit(path: string, text: string): void {
    edits.value = new Map(edits.value).set(path, text)
    refused.value = refused.value.filter((issue) => issue.path !== path)
    savedVersion.value = undefined
    mutation.reset()
  }
  function undo(): void {
    edits.value = new Map()
    refused.value = []
    mutation.reset()
  }
  /** Types the shipped value of one field, or of all. */
  function reset(some: readonly SettingField[] = fields): void {
    for (const field of some) edit(field.path, typed(field, valueAt(shipped.value, field.path)))
  }
  function save(): void {
    refused.value = issuesOf(part, wanted.value)
    if (refused.value.length === 0) mutation.mutate()
  }
  /** Takes what somebody else saved meanwhile; what is typed stays. */
  async function loadAgain(): Promise<void> {
    mutation.reset()
    await cache.invalidateQueries({ queryKey: ['settings'] })
  }

  return {
    data,
    shipped,
    textOf,
    edit,
    undo,
    reset,
    save,
    loadAgain,
    wanted,
    isChanged,
    isShipped,
    issues,
    problem,
    isSaving: mutation.isPending,
    savedVersion: readonly(savedVersion),
  }
}

/** What is wrong with a value, by the rules that the server applies too. */
function issuesOf(part: PartName, value: unknown): Issue[] {
  const { issues = [] } = v.safeParse(settingParts[part].schema, value)
  return issues.map((issue) => ({
    path: v.getDotPath(issue) ?? '',
    message: issue.message.replace(/ but received [\s\S]*$/, '.'),
  }))
}
