import { type CivilDay, isCivilDay, type Month } from '#shared/kernel/day'

/** The known ways to write a day; single-digit days and months are accepted where a separator stands. */
export const dateFormats = [
  'YYYY-MM-DD',
  'YYYYMMDD',
  'YYYY/MM/DD',
  'DD/MM/YYYY',
  'MM/DD/YYYY',
  'DD.MM.YYYY',
  'DD-MM-YYYY',
  'MM-DD-YYYY',
] as const
/** A known way to write a day. */
export type DateFormat = (typeof dateFormats)[number]

// A time of day behind the day is accepted and ignored.
const time =
  '(?:[T ]\\d{1,2}:\\d{2}(?::\\d{2}(?:[.,]\\d{1,9})?)?(?: ?[AaPp][Mm])?(?: ?(?:Z|[+-]\\d{2}:?\\d{2}|UTC))?)?'

interface Pattern {
  readonly pattern: RegExp
  /** Groups of year, month and day. */
  readonly groups: readonly [number, number, number]
}

function patternOf(format: DateFormat): Pattern {
  const order = ['YYYY', 'MM', 'DD'].sort((a, b) => format.indexOf(a) - format.indexOf(b))
  const separator = format.replace(/[YMD]/g, '')[0] ?? ''
  const parts = order.map((part) => (part === 'YYYY' ? '(\\d{4})' : separator ? '(\\d{1,2})' : '(\\d{2})'))
  const group = (part: string) => order.indexOf(part) + 1
  return {
    pattern: new RegExp(`^${parts.join(separator.replace('.', '\\.'))}${time}$`),
    groups: [group('YYYY'), group('MM'), group('DD')],
  }
}

const patterns = new Map<string, Pattern>(dateFormats.map((format) => [format, patternOf(format)]))

/** Whether a format is one of the known ones. */
export function isDateFormat(format: string): format is DateFormat {
  return patterns.has(format)
}

/** The civil day a text stands for in this format; undefined when it is no real day between 1900 and 2199. */
export function dayFrom(text: string, format: string): CivilDay | undefined {
  const known = patterns.get(format)
  const match = known?.pattern.exec(text.trim())
  if (!known || !match) return undefined
  const [year, month, day] = known.groups
  const civil = `${match[year]}-${match[month]?.padStart(2, '0')}-${match[day]?.padStart(2, '0')}`
  return isCivilDay(civil) ? civil : undefined
}

const monthPatterns = [/^(\d{4})[-/.]?(\d{2})$/, /^(\d{1,2})[-/.](\d{4})$/] as const

/** The month a text stands for: `YYYY-MM`, `YYYYMM`, `MM/YYYY`, or any day in this format. */
export function monthFromText(text: string, format: string): Month | undefined {
  const trimmed = text.trim()
  const yearFirst = monthPatterns[0].exec(trimmed)
  const monthFirst = monthPatterns[1].exec(trimmed)
  const month = yearFirst
    ? `${yearFirst[1]}-${yearFirst[2]}`
    : monthFirst
      ? `${monthFirst[2]}-${monthFirst[1]?.padStart(2, '0')}`
      : dayFrom(trimmed, format)?.slice(0, 7)
  return month !== undefined && isCivilDay(`${month}-01`) ? month : undefined
}
