import type { Instant } from '#shared/kernel/clock'
import { DomainError } from '#shared/kernel/errors'
import {
  type HouseSettings,
  type PartName,
  type SavedSettings,
  type SettingChange,
  settingChanges,
  settingsOf,
  unsavedSettings,
} from '#shared/settings/house-settings'
import { bumpDataVersion } from './channels.store.ts'
import { settingsKey, settingsVersionKey, settingsVersionPrefix } from './keys.ts'
import type { Item, Table } from './table.ts'

/** Who saves, when, and the version the new value was made from. */
export interface SettingsSave {
  readonly version: number
  readonly by: { readonly id: string; readonly name: string }
  readonly at: Instant
}

/** A version of the settings: which part was saved by whom, and what that changed. */
export interface SettingsVersion {
  readonly version: number
  readonly part: PartName
  readonly by: { readonly id: string; readonly name: string }
  readonly at: Instant
  readonly changes: readonly SettingChange[]
}

const VERSIONS_PER_PAGE = 50
const currentKey = settingsKey('CURRENT')
const isFirst = 'attribute_not_exists(pk)'
const isUnchanged = 'version = :expected'

/** The settings of the house; every version is kept. */
export function createSettingsStore({ table }: { table: Table }) {
  /** The settings that hold; the shipped ones until something was saved. */
  async function load(): Promise<SavedSettings> {
    const item = await table.get(currentKey, { isConsistent: true })
    return item ? savedOf(item) : unsavedSettings
  }

  /** The settings of a version; undefined when there is none of that number. */
  async function loadVersion(version: number): Promise<SavedSettings | undefined> {
    if (version === 0) return unsavedSettings
    const item = await table.get(settingsVersionKey(version))
    return item && savedOf(item)
  }

  /**
   * Saves one part as a new version of the whole; the same value again is no new version.
   *
   * @throws DomainError `settings.changed-meanwhile`
   */
  async function save<Name extends PartName>(
    part: Name,
    value: HouseSettings[Name],
    { version, by, at }: SettingsSave,
  ): Promise<{ saved: SavedSettings; changes: readonly SettingChange[] }> {
    const now = await load()
    const changes = settingChanges(now.parts[part], value)
    if (changes.length === 0) return { saved: now, changes }
    const saved: SavedSettings = { version: version + 1, parts: { ...now.parts, [part]: value } }
    const content = { ...saved, part, by, at, changes, kind: 'settings' }
    await table.transact([
      {
        Put: {
          Item: { ...currentKey, ...content },
          ...(version === 0
            ? { ConditionExpression: isFirst }
            : { ConditionExpression: isUnchanged, ExpressionAttributeValues: { ':expected': version } }),
        },
        condition: changedMeanwhile,
      },
      {
        Put: { Item: { ...settingsVersionKey(saved.version), ...content }, ConditionExpression: isFirst },
        condition: changedMeanwhile,
      },
      bumpDataVersion(),
    ])
    return { saved, changes }
  }

  /** Versions before one, newest first. */
  async function history(before = Number.MAX_SAFE_INTEGER): Promise<SettingsVersion[]> {
    const answer = await table.query({
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: {
        ':pk': currentKey.pk,
        ':from': settingsVersionPrefix,
        ':to':
          before === Number.MAX_SAFE_INTEGER
            ? `${settingsVersionPrefix}~`
            : settingsVersionKey(before - 1).sk,
      },
      ScanIndexForward: false,
      Limit: VERSIONS_PER_PAGE,
    })
    return answer.items.map(versionOf)
  }

  return { load, loadVersion, save, history }
}

/** The settings of the house. */
export type SettingsStore = ReturnType<typeof createSettingsStore>

function savedOf(item: Item): SavedSettings {
  return { version: Number(item['version']), parts: settingsOf(item['parts'] as Record<string, unknown>) }
}

function versionOf(item: Item): SettingsVersion {
  const { version, part, by, at, changes } = item as unknown as SettingsVersion // -- because `save` is the only writer
  return { version, part, by, at, changes }
}

function changedMeanwhile(): DomainError {
  return new DomainError(
    'conflict',
    'settings.changed-meanwhile',
    'The settings were changed meanwhile. Load them again and repeat your change.',
  )
}
