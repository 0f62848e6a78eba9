import * as v from 'valibot'
import type { HealthReading } from '#shared/portfolio/health'
import { HealthPreview, healthPreview } from '#shared/portfolio/health-preview'
import { HealthSettings } from '#shared/portfolio/health-settings'
import {
  type HouseSettings,
  partNames,
  type SavedSettings,
  shippedSettings,
} from '#shared/settings/house-settings'
import {
  HistoryQuery,
  partChange,
  SettingsHistory,
  SettingsView,
} from '#shared/settings/settings-view.schema'
import { actorOf, requireRight } from '#functions/http/actor'
import type { HttpDeps } from '#functions/http/env'
import { answerWithEtag } from '#functions/http/etag'
import { describe } from '#functions/http/openapi'
import { createSection } from '#functions/http/section'
import { validate } from '#functions/http/validate'
import type { SettingsStore } from '#functions/store/settings.store'

/** What the section needs. */
export interface SettingsDeps {
  readonly http: HttpDeps
  readonly settings: SettingsStore
  /** What was read of the clients on whom changed settings are tried. */
  readonly triedOn: () => Promise<readonly HealthReading[]>
}

/** The settings of the house: read by everybody, changed by administrators, part by part. */
export function settingsRoutes({ http, settings, triedOn }: SettingsDeps) {
  const section = createSection(http)
    .get(
      '/api/settings',
      describe({ summary: 'Says what the house has chosen', answer: SettingsView, right: 'figures' }),
      requireRight('figures'),
      async (c) => {
        const saved = await settings.load()
        return answerWithEtag(c, [saved.version], () => settingsView(saved))
      },
    )
    .get(
      '/api/settings/history',
      describe({ summary: 'Lists who changed what, and when', answer: SettingsHistory, right: 'administer' }),
      requireRight('administer'),
      validate('query', HistoryQuery),
      async (c) => {
        const { before } = c.req.valid('query')
        const [{ version }, items] = await Promise.all([settings.load(), settings.history(before)])
        return c.json({ total: version, items })
      },
    )
    .post(
      '/api/settings/health/preview',
      describe({
        summary: 'Says how many clients would change band under other health settings',
        description:
          'Tried on up to 400 clients drawn evenly; nothing is saved and nothing enters the audit trail.',
        answer: HealthPreview,
        right: 'administer',
        audit: 'settings.previewed',
      }),
      requireRight('administer'),
      validate('json', v.strictObject({ value: HealthSettings })),
      async (c) => {
        const [{ parts }, readings] = await Promise.all([settings.load(), triedOn()])
        c.set('isUnchanged', true)
        return c.json(healthPreview(readings, { before: parts.health, after: c.req.valid('json').value }))
      },
    )
  // One route for each part, so that each says and checks what may be sent to it.
  for (const part of partNames)
    section.put(
      `/api/settings/${part}`,
      describe({
        summary: `Saves the part "${part}" of the settings`,
        description: 'Holds from the next run on; every version is kept.',
        answer: SettingsView,
        right: 'administer',
        audit: 'settings.changed',
      }),
      requireRight('administer'),
      validate('json', partChange(part)),
      async (c) => {
        const { version, value } = c.req.valid('json')
        const { userId: id, name } = actorOf(c)
        // The value went through the schema of this very part.
        const { saved, changes } = await settings.save(part, value as HouseSettings[typeof part], {
          version,
          by: { id, name },
          at: http.clock(),
        })
        c.set('auditSubject', { kind: 'settings', id: part })
        c.set('auditDetails', { version: saved.version, changed: changes.map(({ path }) => path) })
        return c.json(settingsView(saved))
      },
    )
  return section
}
/** The routes, for typed callers. */
export type SettingsRoutes = ReturnType<typeof settingsRoutes>

function settingsView({ version, parts }: SavedSettings): SettingsView {
  return { version, parts, shipped: shippedSettings }
}
