import { describe, expect, test } from 'vitest'
import {
  type SettingField,
  shown,
  stored,
  typed,
  valueAt,
  withValue,
} from '../../web/src/features/settings/fields.ts'

const field = (rest: Partial<SettingField>): SettingField => ({
  path: 'x',
  label: 'X',
  help: '',
  kind: 'number',
  ...rest,
})

describe('a setting', () => {
  test.each([
    [field({ kind: 'percent' }), 0.07, '7'],
    [field({ kind: 'percent' }), 0.125, '12.5'],
    [field({ unit: 'days' }), 90, '90'],
    [field({ automatic: 'chosen' }), undefined, ''],
    [field({ kind: 'toggle' }), true, 'true'],
    [field({ kind: 'choice', options: [{ value: 4, title: 'April' }] }), 4, '4'],
  ])('is typed as it is stored and stored as it is typed: %j %j', (one, value, text) => {
    expect(typed(one, value)).toBe(text)
    expect(stored(one, text)).toBe(value)
  })

  test('that is no number stays text, so that the rules refuse it', () => {
    expect(stored(field({}), 'soon')).toBe('soon')
  })

  test('reads in its own words', () => {
    expect(shown(field({ kind: 'percent' }), 0.1)).toBe('10%')
    expect(shown(field({ unit: 'days' }), 90)).toBe('90 days')
    expect(shown(field({ automatic: 'chosen from the gaps' }), undefined)).toBe('chosen from the gaps')
  })

  test('deep inside its part is read and replaced by its path, lists included; nothing typed takes it away', () => {
    const part = { bands: [{ from: 0 }, { from: 40 }], days: 7 }

    expect(valueAt(part, 'bands.1.from')).toBe(40)
    expect(withValue(part, 'bands.1.from', 50)).toEqual({ bands: [{ from: 0 }, { from: 50 }], days: 7 })
    expect(withValue(part, 'days', undefined)).toEqual({ bands: part.bands })
  })
})
