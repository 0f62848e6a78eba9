import * as v from 'valibot'
import { type PartName, partNames, settingParts } from './house-settings.ts'

const parts = v.object(
  Object.fromEntries(partNames.map((name) => [name, settingParts[name].schema])) as {
    [Name in PartName]: (typeof settingParts)[Name]['schema']
  }, // -- because the names are those of the parts
)

/** The settings that hold, what a house starts with, and the version they were saved under. */
export const SettingsView = v.object({ version: v.number(), parts, shipped: parts })
/** The settings that hold, what a house starts with, and the version they were saved under. */
export type SettingsView = v.InferOutput<typeof SettingsView>

/** A new value of a part, and the version of the settings it was made from. */
export function partChange(name: PartName) {
  return v.strictObject({
    version: v.pipe(v.number(), v.integer(), v.minValue(0)),
    value: settingParts[name].schema as v.GenericSchema,
  })
}

/** Which versions of the settings are listed: the newest, or those before a version. */
export const HistoryQuery = v.strictObject({
  before: v.optional(v.pipe(v.string(), v.toNumber(), v.integer(), v.minValue(1))),
})

/** Versions of the settings, newest first: who changed what, and when. */
export const SettingsHistory = v.object({
  total: v.number(),
  items: v.array(
    v.object({
      version: v.number(),
      part: v.picklist(partNames),
      at: v.string(),
      by: v.object({ id: v.string(), name: v.string() }),
      changes: v.array(
        v.object({ path: v.string(), from: v.optional(v.unknown()), to: v.optional(v.unknown()) }),
      ),
    }),
  ),
})
/** Versions of the settings, newest first. */
export type SettingsHistory = v.InferOutput<typeof SettingsHistory>
