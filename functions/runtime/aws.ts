import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { S3Client } from '@aws-sdk/client-s3'
import { SFNClient } from '@aws-sdk/client-sfn'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'

// A socket that has not answered in this time is given up; the SDK's default is five minutes.
const connectionTimeout = 500

let documents: DynamoDBDocumentClient | undefined
let files: S3Client | undefined
let identity: CognitoIdentityProviderClient | undefined
let machines: SFNClient | undefined

/** The DynamoDB client of this process: keep-alive, short time-outs, three attempts. */
export function dynamo(): DynamoDBDocumentClient {
  documents ??= DynamoDBDocumentClient.from(
    new DynamoDBClient({ maxAttempts: 3, requestHandler: { connectionTimeout, requestTimeout: 10_000 } }),
    { marshallOptions: { removeUndefinedValues: true } },
  )
  return documents
}

/** The S3 client of this process. Checksums only where asked for, so that pre-signed PUTs stay simple. */
export function s3(): S3Client {
  files ??= new S3Client({
    maxAttempts: 3,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout, requestTimeout: 30_000 },
  })
  return files
}

/** The Cognito client of this process. */
export function cognito(): CognitoIdentityProviderClient {
  identity ??= new CognitoIdentityProviderClient({
    maxAttempts: 3,
    requestHandler: { connectionTimeout, requestTimeout: 5_000 },
  })
  return identity
}

/** The Step Functions client of this process: it only starts executions. */
export function stateMachines(): SFNClient {
  machines ??= new SFNClient({ maxAttempts: 3, requestHandler: { connectionTimeout, requestTimeout: 5_000 } })
  return machines
}
