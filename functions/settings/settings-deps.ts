import { table } from '#functions/runtime/deps'
import { httpDeps } from '#functions/runtime/http-deps'
import { createPublished } from '#functions/store/published'
import { createRunsStore } from '#functions/store/runs.store'
import { createSettingsStore } from '#functions/store/settings.store'
import type { SettingsDeps } from './settings.routes.ts'

/** What the section needs, from the environment. */
export function settingsDeps(): SettingsDeps {
  const runs = createRunsStore({ table: table() })
  const published = createPublished(runs)
  return {
    http: httpDeps(),
    settings: createSettingsStore({ table: table() }),
    triedOn: async () => {
      const { runId } = await runs.current()
      return runId === undefined ? [] : (await published.peers(runId)).trial
    },
  }
}
