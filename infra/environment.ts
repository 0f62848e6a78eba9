import type { Stage } from './stages.ts'
import type { DataStack } from './stacks/data-stack.ts'
import type { IdentityStack } from './stacks/identity-stack.ts'
import type { WebStack } from './stacks/web-stack.ts'

interface Surroundings {
  readonly stage: Stage
  readonly data: DataStack
  readonly identity: IdentityStack
  readonly web: WebStack
}

/** The environment every function gets; `functions/runtime/env.ts` says what each variable is for. */
export function functionEnvironment({ stage, data, identity, web }: Surroundings): Record<string, string> {
  return {
    TABLE_NAME: data.table.tableName,
    FILES_BUCKET: data.files.bucketName,
    USER_POOL_ID: identity.pool.userPoolId,
    USER_POOL_CLIENT_ID: identity.client.userPoolClientId,
    USER_POOL_ISSUER: identity.pool.userPoolProviderUrl,
    SITE_ORIGIN: web.siteOrigin,
    SHARDS: String(stage.shards),
    TIME_ZONE: stage.timeZone,
    CURRENCY: stage.currency,
    TOTP_REQUIRED_FOR: stage.totpRequiredFor.join(','),
    CURSOR_SECRET: identity.cursorSecret.reference,
    ORIGIN_SECRET: web.originSecret.reference,
  }
}
