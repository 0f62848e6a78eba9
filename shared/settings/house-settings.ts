import * as v from 'valibot'
import { ActionSettings, shippedActions } from '#shared/client/action-settings'
import { CalendarSettings, defaultCalendar } from '#shared/kernel/calendar-settings'
import { defaultSettings, type Settings } from '#shared/portfolio/context'
import { defaultHealthSettings, HealthSettings } from '#shared/portfolio/health-settings'
import { defaultQualitySettings, QualitySettings } from '#shared/quality/quality-settings'
import { ValuationSettings } from '#shared/portfolio/valuation-settings'
import { defaultLifecycleSettings, LifecycleSettings } from '#shared/product/lifecycle-settings'

/** A part of the settings: what may be said, and what a house starts with. */
export interface SettingsPart<Value> {
  readonly schema: v.GenericSchema<unknown, Value>
  readonly shipped: Value
}

const part = <Value>(schema: v.GenericSchema<unknown, Value>, shipped: Value): SettingsPart<Value> => ({
  schema,
  shipped,
})

/** Everything a house may choose, part by part. A new part is one line here and a card on the page. */
export const settingParts = {
  valuation: part<Settings>(ValuationSettings, defaultSettings),
  health: part<HealthSettings>(HealthSettings, defaultHealthSettings),
  calendar: part<CalendarSettings>(CalendarSettings, defaultCalendar),
  actions: part<ActionSettings>(ActionSettings, shippedActions),
  lifecycle: part<LifecycleSettings>(LifecycleSettings, defaultLifecycleSettings),
  quality: part<QualitySettings>(QualitySettings, defaultQualitySettings),
}

/** The name of a part. */
export type PartName = keyof typeof settingParts
/** Every part, in the order of the page. */
export const partNames = Object.keys(settingParts) as PartName[]

/** What a house has chosen, every part complete. */
export type HouseSettings = {
  readonly [Name in PartName]: (typeof settingParts)[Name]['shipped']
}

/** The settings a house starts with. */
export const shippedSettings = Object.fromEntries(
  partNames.map((name) => [name, settingParts[name].shipped]),
) as HouseSettings // -- because every part names its own shipped value

/** Settings with the version they were saved under; 0 until something was saved. */
export interface SavedSettings {
  readonly version: number
  readonly parts: HouseSettings
}

/** What holds until something is saved. */
export const unsavedSettings: SavedSettings = { version: 0, parts: shippedSettings }

/**
 * The settings of a stored document. A value that was not there when it was saved has its shipped default; a part that
 * no longer fits its schema has all of them.
 */
export function settingsOf(stored: Readonly<Record<string, unknown>>): HouseSettings {
  const entries = partNames.map((name) => {
    const { schema, shipped } = settingParts[name]
    const result = v.safeParse(schema, { ...shipped, ...(stored[name] as object | undefined) })
    return [name, result.success ? result.output : shipped]
  })
  return Object.fromEntries(entries) as HouseSettings // -- because each entry went through its part's schema
}

/** One value that became another; `from` or `to` is absent where the value was or became automatic. */
export interface SettingChange {
  readonly path: string
  readonly from?: unknown
  readonly to?: unknown
}

/** What changed between two values of a part, by dotted path. */
export function settingChanges(before: unknown, after: unknown): SettingChange[] {
  const [from, to] = [leaves(before), leaves(after)]
  return [...new Set([...from.keys(), ...to.keys()])]
    .sort()
    .filter((path) => from.get(path) !== to.get(path))
    .map((path) => ({
      path,
      ...(from.has(path) ? { from: from.get(path) } : {}),
      ...(to.has(path) ? { to: to.get(path) } : {}),
    }))
}

function leaves(value: unknown, path = ''): Map<string, unknown> {
  if (typeof value !== 'object' || value === null) return new Map(value === undefined ? [] : [[path, value]])
  const entries = Object.entries(value).flatMap(([key, inner]) => [
    ...leaves(inner, path === '' ? key : `${path}.${key}`),
  ])
  return new Map(entries)
}
