import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { GetBucketCorsCommand, S3Client } from '@aws-sdk/client-s3'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Emulators, startEmulators } from '#infra/local/emulators'
import { access, createBucket, createTable } from '#infra/local/provision'
import { createDemoUsers, createPool } from '#infra/local/provision-identity'
import { roles } from '#shared/access/rights'

const dataDir = mkdtempSync(join(tmpdir(), 'perennial-emulators-'))
let emulators: Emulators

beforeAll(async () => {
  emulators = await startEmulators({ dataDir, services: ['dynamodb', 's3', 'cognito'], inMemory: true })
})
afterAll(async () => {
  await emulators.stop()
  rmSync(dataDir, { recursive: true })
})

describe('what the desk provides from the templates', () => {
  test('is the table with its four orders, also when it is there already', async () => {
    const { env } = emulators
    await createTable(env, 'again')
    expect(await createTable(env, 'again')).toEqual({ TABLE_NAME: 'again' })

    const client = new DynamoDBClient({ ...access(env), endpoint: env['AWS_ENDPOINT_URL_DYNAMODB'] ?? '' })
    const { Table } = await client.send(new DescribeTableCommand({ TableName: 'again' }))

    expect(Table?.KeySchema?.map(({ AttributeName }) => AttributeName)).toEqual(['pk', 'sk'])
    expect(Table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName).toSorted()).toEqual([
      'by-name',
      'by-risk',
      'by-time',
      'by-value',
    ])
  })

  test('is a bucket that the site may upload to', async () => {
    const { env } = emulators
    await createBucket(env, 'http://localhost:3000')
    const { FILES_BUCKET } = await createBucket(env, 'http://localhost:3000')

    const client = new S3Client({
      ...access(env),
      endpoint: env['AWS_ENDPOINT_URL_S3'] ?? '',
      forcePathStyle: true,
    })
    const { CORSRules } = await client.send(new GetBucketCorsCommand({ Bucket: FILES_BUCKET ?? '' }))

    expect(CORSRules).toMatchObject([
      {
        AllowedOrigins: ['http://localhost:3000'],
        AllowedMethods: ['PUT', 'GET'],
        AllowedHeaders: ['content-type'],
      },
    ])
  })

  test('is one user pool, found again, whose people have the group of their name', async () => {
    const pool = await createPool(emulators.env)
    const env = { ...emulators.env, ...pool }

    expect(await createPool(emulators.env)).toEqual(pool)
    await createDemoUsers(env, 'a long enough password')
    expect(await createDemoUsers(env, 'a long enough password')).toEqual(
      roles.map((role) => `${role}@example.com`),
    )
    for (const role of roles) {
      const claims = await claimsOf(env, `${role}@example.com`)
      expect(claims).toMatchObject({ iss: pool['USER_POOL_ISSUER'], 'cognito:groups': [role] })
    }
  })
})

async function claimsOf(env: Record<string, string>, USERNAME: string): Promise<unknown> {
  const response = await fetch(env['AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER'] ?? '', {
    method: 'POST',
    headers: {
      'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth',
      'content-type': 'application/x-amz-json-1.1',
    },
    body: JSON.stringify({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: env['USER_POOL_CLIENT_ID'],
      AuthParameters: { USERNAME, PASSWORD: 'a long enough password' },
    }),
  })
  const { AuthenticationResult } = (await response.json()) as { AuthenticationResult: { IdToken: string } }
  return JSON.parse(
    Buffer.from(AuthenticationResult.IdToken.split('.')[1] ?? '', 'base64url').toString(),
  ) as unknown
}
