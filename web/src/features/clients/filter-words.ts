import { listFrom, listText } from '#shared/client/client-filter'
import { statuses } from '#shared/client/facts'
import { riskBands } from '#shared/client/risk-band'
import { segments } from '#shared/portfolio/segments'
import { money } from '../../lib/format.ts'
import { day } from '../../lib/days.ts'
import { segmentTitle } from '../../lib/segment-title.ts'

/** Filters of the list, each as the text it has in the URL. */
export const filterNames = [
  'status',
  'segment',
  'risk',
  'channel',
  'product',
  'tag',
  'clv',
  'joined',
] as const
/** A filter of the list. */
export type FilterName = (typeof filterNames)[number]
/** The filters that are set. */
export type Filters = Readonly<Partial<Record<FilterName, string>>>

/** What the bands are called. */
export const riskTitles = {
  high: 'High risk (50% and more)',
  elevated: 'Elevated risk (20 to 50%)',
  low: 'Low risk (under 20%)',
  none: 'No risk figure',
} as const

const filterTitles: Readonly<Record<FilterName, string>> = {
  status: 'Status',
  segment: 'Segment',
  risk: 'Risk',
  channel: 'Channel',
  product: 'Holds',
  tag: 'Tag',
  clv: 'Total CLV',
  joined: 'Joined',
}

const known: Partial<Record<FilterName, readonly string[]>> = {
  status: statuses,
  segment: [...segments, 'none'],
  risk: riskBands,
}

/** A filter's text without values that do not exist; undefined when nothing is left. */
export function cleaned(name: FilterName, text: string | undefined): string | undefined {
  if (!text) return undefined
  if (name === 'clv') return /^-?\d{0,15}\.\.-?\d{0,15}$/.test(text) && text !== '..' ? text : undefined
  if (name === 'joined')
    return /^(\d{4}-\d\d-\d\d)?\.\.(\d{4}-\d\d-\d\d)?$/.test(text) && text !== '..' ? text : undefined
  const values = listFrom(text).filter((value) => known[name]?.includes(value) ?? true)
  return values.length > 0 ? listText(values.slice(0, 12)) : undefined
}

/** A value's name as it reads. */
export function valueTitle(name: FilterName, value: string): string {
  if (name === 'segment') return segmentTitle(value)
  if (name === 'risk') return riskTitles[value as keyof typeof riskTitles] ?? value
  if (name === 'status') return value.charAt(0).toUpperCase() + value.slice(1)
  return value
}

/** A filter in words. */
export function filterText(name: FilterName, text: string, currency: string): string {
  if (name === 'clv' || name === 'joined') {
    const [from = '', to = ''] = text.split('..')
    const say = (end: string) => (name === 'clv' ? money(Number(end), currency) : day(end))
    if (from === '') return `${filterTitles[name]} up to ${say(to)}`
    return to === ''
      ? `${filterTitles[name]} from ${say(from)}`
      : `${filterTitles[name]} ${say(from)} to ${say(to)}`
  }
  return `${filterTitles[name]}: ${listFrom(text)
    .map((value) => valueTitle(name, value))
    .join(' or ')}`
}

/** A list filter with one value more or less. */
export function toggled(text: string | undefined, value: string): string | undefined {
  const values = listFrom(text ?? '')
  const after = values.includes(value) ? values.filter((one) => one !== value) : [...values, value]
  return after.length > 0 ? listText(after) : undefined
}
