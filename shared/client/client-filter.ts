/**
 * The one grammar of filters on clients, the same in the URL of the list, in the API and in saved views: values of one
 * field are alternatives, fields are all to hold, ranges are `from..to` with either end left out.
 */
import * as v from 'valibot'
import { isCivilDay } from '#shared/kernel/day'
import { type Status, statuses } from './facts.ts'
import { type RiskBand, riskBands } from './risk-band.ts'

const MOST_VALUES = 12
const LONGEST_VALUE = 64

/** The values of a text like `web,branch`; a comma inside a value is written `\,`. */
export function listFrom(text: string): string[] {
  return text
    .split(/(?<!\\),/)
    .map((part) => part.replaceAll('\\,', ',').trim())
    .filter((part) => part !== '')
}

/** The text of values, as `listFrom` reads it. */
export function listText(values: readonly string[]): string {
  return values.map((value) => value.replaceAll(',', '\\,')).join(',')
}

const list = <Value extends string>(item: v.GenericSchema<string, Value>) =>
  v.optional(
    v.pipe(
      v.string(),
      v.maxLength(1_000),
      v.transform(listFrom),
      v.array(item),
      v.maxLength(MOST_VALUES, `At most ${MOST_VALUES} values.`),
    ),
  )
const text = v.pipe(v.string(), v.maxLength(LONGEST_VALUE))

const integerOrNothing = /^-?\d{0,15}$/
const CentsRange = v.pipe(
  v.string(),
  v.check((range) => {
    const ends = range.split('..')
    return (
      ends.length === 2 && range !== '..' && ends.every((end) => integerOrNothing.test(end) && end !== '-')
    )
  }, 'A range of whole minor units, as 1000..50000; either end may be left out.'),
  v.transform((range) => {
    const [min = '', max = ''] = range.split('..')
    return { ...(min && { min: Number(min) }), ...(max && { max: Number(max) }) }
  }),
)
const DayRange = v.pipe(
  v.string(),
  v.check((range) => {
    const ends = range.split('..')
    return ends.length === 2 && range !== '..' && ends.every((end) => end === '' || isCivilDay(end))
  }, 'A range of days, as 2024-01-01..2024-12-31; either end may be left out.'),
  v.transform((range) => {
    const [from = '', to = ''] = range.split('..')
    return { ...(from && { from }), ...(to && { to }) }
  }),
)

/** The filters as fields of a query. */
export const clientFilterFields = {
  status: list(v.picklist(statuses)),
  segment: list(text),
  risk: list(v.picklist(riskBands)),
  channel: list(text),
  product: list(text),
  tag: list(text),
  /** Total CLV in minor units. */
  clv: v.optional(CentsRange),
  joined: v.optional(DayRange),
}

/** Which clients are wanted; a field left out or empty lets everybody through. */
export interface ClientFilter {
  readonly status?: readonly Status[] | undefined
  readonly segment?: readonly string[] | undefined
  readonly risk?: readonly RiskBand[] | undefined
  /** Keys under which clients are counted: lower case, `other`, `unattributed`. */
  readonly channel?: readonly string[] | undefined
  readonly product?: readonly string[] | undefined
  readonly tag?: readonly string[] | undefined
  readonly clv?: { readonly min?: number; readonly max?: number } | undefined
  readonly joined?: { readonly from?: string; readonly to?: string } | undefined
}

/** What of a client the filters look at. */
export interface FilterSubject {
  readonly segment: string | undefined
  readonly risk: RiskBand
  readonly channel: string
  readonly products: readonly string[]
  readonly tags: readonly string[]
  readonly totalCents: number | undefined
  readonly joinedOn: string | undefined
}

/** Whether filters are set that no index answers: then clients are tested one by one. */
export function isTested(filter: ClientFilter): boolean {
  const { segment, risk, channel, product, tag, clv, joined } = filter
  return (
    [segment, risk, channel, product, tag].some((values) => values !== undefined && values.length > 0) ||
    clv !== undefined ||
    joined !== undefined
  )
}

/** Whether filters are set that the cells of a snapshot do not know: products, tags, ranges. */
export function isBeyondCells({ product = [], tag = [], clv, joined }: ClientFilter): boolean {
  return product.length > 0 || tag.length > 0 || clv !== undefined || joined !== undefined
}

/** Whether a client passes every filter but the status, which the index answers. */
export function passes(filter: ClientFilter, client: FilterSubject): boolean {
  const { clv, joined } = filter
  return (
    holds(filter.segment, [client.segment ?? 'none']) &&
    holds(filter.risk, [client.risk]) &&
    holds(filter.channel, [client.channel]) &&
    holds(filter.product, client.products) &&
    holds(filter.tag, client.tags) &&
    (clv === undefined ||
      (client.totalCents !== undefined &&
        client.totalCents >= (clv.min ?? -Infinity) &&
        client.totalCents <= (clv.max ?? Infinity))) &&
    (joined === undefined ||
      (client.joinedOn !== undefined &&
        client.joinedOn >= (joined.from ?? '') &&
        client.joinedOn <= (joined.to ?? '9999')))
  )
}

function holds(wanted: readonly string[] | undefined, held: readonly string[]): boolean {
  return wanted === undefined || wanted.length === 0 || wanted.some((value) => held.includes(value))
}
