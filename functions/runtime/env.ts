import * as v from 'valibot'
import { roles } from '#shared/access/rights'

/** Every environment variable the functions read, with what it is for. */
export const envSchema = v.object({
  TABLE_NAME: v.pipe(v.string(), v.minLength(1), v.description('Name of the one table.')),
  FILES_BUCKET: v.pipe(v.string(), v.minLength(1), v.description('Bucket of imports and exports.')),
  USER_POOL_ID: v.pipe(v.string(), v.minLength(1), v.description('Cognito user pool that signs people in.')),
  USER_POOL_CLIENT_ID: v.pipe(v.string(), v.minLength(1), v.description('App client of the sign-in.')),
  USER_POOL_ISSUER: v.pipe(v.string(), v.url(), v.description('Issuer of the ID tokens.')),
  SITE_ORIGIN: v.pipe(
    v.string(),
    v.url(),
    v.description('Origin of the site; what Origin headers are compared with.'),
  ),
  SHARDS: v.pipe(
    v.string(),
    v.toNumber(),
    v.integer(),
    v.minValue(1),
    v.maxValue(64),
    v.description('Shards of the directory and the flows; never lowered after the first import.'),
  ),
  TIME_ZONE: v.pipe(v.string(), v.minLength(1), v.description('Reporting time zone, as IANA name.')),
  CURRENCY: v.pipe(v.string(), v.regex(/^[A-Z]{3}$/), v.description('Reporting currency, ISO 4217.')),
  CURSOR_SECRET: v.pipe(v.string(), v.minLength(16), v.description('Key that signs cursors.')),
  IDLE_MINUTES: v.pipe(
    v.optional(v.string(), '120'),
    v.toNumber(),
    v.integer(),
    v.minValue(1),
    v.description('Minutes without a call after which a session ends.'),
  ),
  TOTP_REQUIRED_FOR: v.pipe(
    v.optional(v.string(), ''),
    v.transform((text) => text.split(',').filter((role) => role !== '')),
    v.array(v.picklist(roles)),
    v.description(
      'Roles that must set up an authenticator app at sign-in, comma-separated; none when empty.',
    ),
  ),
  CALLS_PER_MINUTE: v.pipe(
    v.optional(v.string(), '1200'),
    v.toNumber(),
    v.integer(),
    v.minValue(20),
    v.description('Calls of one user in a minute before they are asked to wait.'),
  ),
  INVITES_BY: v.pipe(
    v.optional(v.picklist(['mail', 'screen']), 'mail'),
    v.description('How an invited user gets the temporary password: by mail, or shown once to who invites.'),
  ),
  VALUATION_JOB: v.optional(
    v.pipe(v.string(), v.description('ARN of the valuation state machine; only where jobs are started.')),
  ),
  IMPORT_JOB: v.optional(
    v.pipe(v.string(), v.description('ARN of the import state machine; only where jobs are started.')),
  ),
  REPORT_JOB: v.optional(
    v.pipe(v.string(), v.description('ARN of the report state machine; only where jobs are started.')),
  ),
  REPORT_SCHEDULES_JOB: v.optional(
    v.pipe(
      v.string(),
      v.description('ARN of the state machine of scheduled reports; started by its schedule.'),
    ),
  ),
  QUALITY_JOB: v.optional(
    v.pipe(v.string(), v.description('ARN of the data-quality state machine; only where jobs are started.')),
  ),
  ORIGIN_SECRET: v.optional(
    v.pipe(v.string(), v.description('Secret header value CloudFront adds; absent: not checked.')),
  ),
})
/** The parsed environment. */
export type Env = v.InferOutput<typeof envSchema>

let parsed: Env | undefined

/** The environment, parsed once. Fails naming every variable that is missing or wrong. */
export function env(): Env {
  if (parsed) return parsed
  const result = v.safeParse(envSchema, process.env)
  if (!result.success) {
    const wrong = result.issues.map((issue) => `${v.getDotPath(issue)}: ${issue.message}`)
    throw new Error(`The environment is incomplete: ${wrong.join('; ')}`)
  }
  parsed = result.output
  return parsed
}
