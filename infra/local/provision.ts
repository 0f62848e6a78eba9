import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
  ResourceInUseException,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb'
import {
  BucketAlreadyExists,
  BucketAlreadyOwnedByYou,
  CreateBucketCommand,
  type CORSRule,
  PutBucketCorsCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import type { Variables } from './emulators.ts'
import { loadTemplates, resourcesOf, type Templates } from './templates.ts'

// Names on the desk; on AWS the stacks choose them.
const tableName = 'perennial'
const filesBucket = 'perennial-files'

/** The one table, keys, indexes and time to live as in the template; fine when it is already there. */
export async function createTable(
  env: Variables,
  name = tableName,
  templates?: Templates,
): Promise<Variables> {
  const { data } = templates ?? (await loadTemplates())
  const properties = only(resourcesOf(data, 'AWS::DynamoDB::GlobalTable'))
  const client = new DynamoDBClient({ ...access(env), endpoint: env['AWS_ENDPOINT_URL_DYNAMODB'] ?? '' })
  try {
    // CloudFormation and the API spell these the same.
    const { AttributeDefinitions, KeySchema, BillingMode, GlobalSecondaryIndexes } =
      properties as unknown as CreateTableCommandInput
    await client.send(
      new CreateTableCommand({
        TableName: name,
        AttributeDefinitions,
        KeySchema,
        BillingMode,
        GlobalSecondaryIndexes,
      }),
    )
    const { AttributeName } = properties['TimeToLiveSpecification'] as { AttributeName: string }
    await client.send(
      new UpdateTimeToLiveCommand({
        TableName: name,
        TimeToLiveSpecification: { AttributeName, Enabled: true },
      }),
    )
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error
  } finally {
    client.destroy()
  }
  return { TABLE_NAME: name }
}

/** The bucket of imports and exports, with the cross-origin rules of the template for the desk's own origin. */
export async function createBucket(
  env: Variables,
  siteOrigin: string,
  name = filesBucket,
  templates?: Templates,
): Promise<Variables> {
  const { data } = templates ?? (await loadTemplates())
  const properties = only(
    resourcesOf(data, 'AWS::S3::Bucket').filter((bucket) => 'CorsConfiguration' in bucket),
  )
  const client = new S3Client({
    ...access(env),
    endpoint: env['AWS_ENDPOINT_URL_S3'] ?? '',
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
  })
  try {
    await client.send(new CreateBucketCommand({ Bucket: name })).catch((error: unknown) => {
      if (!(error instanceof BucketAlreadyExists || error instanceof BucketAlreadyOwnedByYou)) throw error
    })
    const { CorsRules } = properties['CorsConfiguration'] as { CorsRules: Record<string, unknown>[] }
    await client.send(
      new PutBucketCorsCommand({
        Bucket: name,
        CORSConfiguration: { CORSRules: CorsRules.map((rule) => corsRule(rule, siteOrigin)) },
      }),
    )
  } finally {
    client.destroy()
  }
  return { FILES_BUCKET: name }
}

function corsRule(rule: Record<string, unknown>, siteOrigin: string): CORSRule {
  return {
    AllowedOrigins: [siteOrigin],
    AllowedMethods: rule['AllowedMethods'] as string[],
    AllowedHeaders: rule['AllowedHeaders'] as string[],
    ExposeHeaders: rule['ExposedHeaders'] as string[],
    MaxAgeSeconds: rule['MaxAge'] as number,
  }
}

/** Region and credentials of an environment, for a client of the desk's own. */
export function access(env: Variables) {
  return {
    region: env['AWS_REGION'] ?? '',
    credentials: {
      accessKeyId: env['AWS_ACCESS_KEY_ID'] ?? '',
      secretAccessKey: env['AWS_SECRET_ACCESS_KEY'] ?? '',
    },
  }
}

/** The single element of a list; the desk has one of each. */
export function only<T>(list: readonly T[]): T {
  const [first, ...others] = list
  if (first === undefined || others.length > 0) throw new Error(`Expected one, found ${list.length}`)
  return first
}
