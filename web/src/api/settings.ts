import { queryOptions } from '@tanstack/vue-query'
import type { HealthPreview } from '#shared/portfolio/health-preview'
import type { PartName } from '#shared/settings/house-settings'
import type { SettingsHistory, SettingsView } from '#shared/settings/settings-view.schema'
import { request } from './request.ts'

/** What the house has chosen. */
export function settingsQuery() {
  return queryOptions({
    queryKey: ['settings', 'current'] as const,
    queryFn: ({ signal }) => request<SettingsView>('/api/settings', { signal }),
  })
}

/** Who changed what, newest first: the newest versions, or those before one. */
export function readSettingsHistory(before?: number): Promise<SettingsHistory> {
  return request('/api/settings/history', { query: { before } })
}

/** How many clients would change band under other health settings; nothing is saved. */
export function previewHealth(value: unknown): Promise<HealthPreview> {
  return request('/api/settings/health/preview', { method: 'POST', body: { value } })
}

/** Saves one part, made from a version of the settings. */
export function saveSettings(
  part: PartName,
  change: { version: number; value: unknown },
): Promise<SettingsView> {
  return request(`/api/settings/${part}`, { method: 'PUT', body: change })
}
