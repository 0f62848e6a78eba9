import * as v from 'valibot'
import { ReportDefinition, type ReportFormat, type ReportType } from '#shared/report/report-view.schema'

const { period, from, to, compare, time, by, table, values, hasBom: _, paper, run } = ReportDefinition.entries
const text = v.optional(v.pipe(v.string(), v.maxLength(64)))

/** Query of the download addresses: the period, what it is compared with, and the filters. */
export const DownloadQuery = v.strictObject({
  period,
  from,
  to,
  compare,
  segment: text,
  channel: text,
  status: text,
  time,
  by,
  table,
  values,
  paper,
  run,
  type: v.optional(v.string()),
})

/**
 * The report a download address stands for.
 *
 * @throws valibot's error where a filter is none
 */
export function downloadDefinition(
  query: v.InferOutput<typeof DownloadQuery>,
  { type, format }: { type: ReportType; format: ReportFormat },
): ReportDefinition | undefined {
  const { segment, channel, status, type: wished, ...rest } = query
  const filters = { segment, channel, status }
  const parsed = v.safeParse(ReportDefinition, {
    ...rest,
    type: format === 'pdf' ? (wished ?? type) : type,
    format,
    filters: Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined)),
  })
  return parsed.success ? parsed.output : undefined
}
