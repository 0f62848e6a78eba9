import type { PartName, SettingChange } from '#shared/settings/house-settings'
import { shippedActions } from '#shared/client/action-settings'
import { actionFields } from './action-fields.ts'
import { calendarFields } from './calendar-fields.ts'
import { type SettingField, shown } from './fields.ts'
import { healthFields } from './health-fields.ts'
import { lifecycleFields } from './lifecycle-fields.ts'
import { valuationFields } from './valuation-fields.ts'

/** The fields by part, so that history can say what changed in the words of the form. A new part may add its own. */
const fieldsByPart: Partial<Record<PartName, readonly SettingField[]>> = {
  valuation: valuationFields,
  health: healthFields,
  actions: actionFields(shippedActions),
  calendar: calendarFields,
  lifecycle: lifecycleFields,
}

/** What changed, in words. */
export function changeWords(part: PartName, { path, from, to }: SettingChange): string {
  const field: SettingField = fieldsByPart[part]?.find((one) => one.path === path) ?? {
    path,
    label: path,
    help: '',
    kind: 'number',
  }
  return `${field.label}: ${shown(field, from)} → ${shown(field, to)}`
}
