import { Logger } from '@aws-lambda-powertools/logger'

// What may be written about a call. A field that is not named here is left out: no password, cookie, token, signed
// address or personal detail can reach the log by being passed along.
const allowedFields = [
  'action',
  'clientId',
  'code',
  'count',
  'importId',
  'issueId',
  'method',
  'milliseconds',
  'outcome',
  'paths',
  'readUnits',
  'reason',
  'right',
  'role',
  'route',
  'rows',
  'runId',
  'shard',
  'status',
  'step',
  'userId',
  'writeUnits',
] as const

type Field = (typeof allowedFields)[number]
/** What may be written beside an event; `error` is written with its stack. */
export type LogFields = Partial<Record<Field, string | number | boolean | readonly string[] | undefined>> & {
  readonly error?: unknown
}

/** The process's one Powertools logger, for the middleware that adds the Lambda's own context. */
export const logger = new Logger({ serviceName: 'perennial' })

function allowed({ error, ...fields }: LogFields): Record<string, unknown> {
  const kept = Object.entries(fields).filter(
    ([name, value]) => value !== undefined && allowedFields.some((field) => field === name),
  )
  return { ...Object.fromEntries(kept), ...(error instanceof Error ? { error } : {}) }
}

/** A log over a Powertools logger that writes allowed fields only. */
export function createLog(to: Logger) {
  return {
    info: (event: string, fields: LogFields = {}) => to.info(event, allowed(fields)),
    warn: (event: string, fields: LogFields = {}) => to.warn(event, allowed(fields)),
    error: (event: string, fields: LogFields = {}) => to.error(event, allowed(fields)),
    /** The same log with every line naming the request. */
    forRequest: (requestId: string): Log => createLog(to.createChild({ persistentKeys: { requestId } })),
  }
}

/** Where events are written. */
export interface Log {
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  error(event: string, fields?: LogFields): void
  forRequest(requestId: string): Log
}

/** The log of this process. */
export const log: Log = createLog(logger)
