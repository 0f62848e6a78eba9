import { monthInFull } from '../../lib/days.ts'
import type { SettingField } from './fields.ts'

const months = Array.from({ length: 12 }, (_, index) => ({
  value: index + 1,
  title: monthInFull(`2026-${String(index + 1).padStart(2, '0')}`).replace(/ \d+$/, ''),
}))

/** What may be chosen about the calendar. */
export const calendarFields: readonly SettingField[] = [
  {
    path: 'fiscalYearStartMonth',
    label: 'Fiscal year starts in',
    help: 'Fiscal quarters and years in reports follow it. January: the calendar year.',
    kind: 'choice',
    options: months,
  },
]
