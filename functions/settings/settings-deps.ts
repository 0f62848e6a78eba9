import { table } from '#functions/runtime/deps'
import { httpDeps } from '#functions/runtime/http-deps'
import { createSettingsStore } from '#functions/store/settings.store'
import type { SettingsDeps } from './settings.routes.ts'

/** What the section needs, from the environment. */
export function settingsDeps(): SettingsDeps {
  return { http: httpDeps(), settings: createSettingsStore({ table: table() }) }
}
