import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import {
  partNames,
  settingChanges,
  settingParts,
  settingsOf,
  shippedSettings,
} from '#shared/settings/house-settings'

describe('settings', () => {
  test.each(partNames)('ship a value for "%s" that its own rules allow', (name) => {
    expect(v.safeParse(settingParts[name].schema, settingParts[name].shipped).success).toBe(true)
  })

  test('stored before a value existed take its shipped default', () => {
    const { marginRate, ...older } = { ...shippedSettings.valuation, horizonMonths: 24 }

    expect(settingsOf({ valuation: older }).valuation).toEqual({ ...older, marginRate })
  })

  test('that no longer fit are the shipped ones, part by part', () => {
    const settings = settingsOf({
      valuation: { horizonMonths: 'long' },
      calendar: { fiscalYearStartMonth: 7 },
    })

    expect(settings).toEqual({ ...shippedSettings, calendar: { fiscalYearStartMonth: 7 } })
  })

  test('name what changed by its path, and say nothing of what did not', () => {
    const before = { weights: { recency: 40, spend: 20 }, days: 30 }

    expect(settingChanges(before, { weights: { recency: 50, spend: 20 }, window: 7 })).toEqual([
      { path: 'days', from: 30 },
      { path: 'weights.recency', from: 40, to: 50 },
      { path: 'window', to: 7 },
    ])
    expect(settingChanges(before, before)).toEqual([])
  })
})
