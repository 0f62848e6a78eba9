import * as v from 'valibot'

/** How a house counts its years. */
export const CalendarSettings = v.strictObject({
  /** Month in which the fiscal year starts, 1 to 12. */
  fiscalYearStartMonth: v.pipe(
    v.number('Choose a month.'),
    v.integer('Choose a month.'),
    v.minValue(1, 'Choose a month.'),
    v.maxValue(12, 'Choose a month.'),
  ),
})
/** How a house counts its years. */
export type CalendarSettings = v.InferOutput<typeof CalendarSettings>

/** The calendar a house starts with: fiscal years are calendar years. */
export const defaultCalendar: CalendarSettings = { fiscalYearStartMonth: 1 }
