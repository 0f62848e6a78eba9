import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib'
import { AttributeType, Billing, ProjectionType, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb'
import { HttpMethods } from 'aws-cdk-lib/aws-s3'
import type { Construct } from 'constructs'
import { PrivateBucket } from '../constructs/private-bucket.ts'

/** The orders in which the table answers: each is an index of its own. */
export const orders = ['name', 'value', 'risk', 'time'] as const

// Without a domain of one's own the site's name is not known here: the site needs the files' name first.
const anySite = 'https://*.cloudfront.net'

interface DataStackProps extends StackProps {
  /** Origin of the site where the stage has a domain. */
  readonly siteOrigin?: string
}

/** What must never be lost: the one table and the files. Stands alone; nothing in it is ever deleted by a deploy. */
export class DataStack extends Stack {
  readonly table: TableV2
  readonly files: PrivateBucket

  constructor(scope: Construct, id: string, { siteOrigin = anySite, ...props }: DataStackProps) {
    super(scope, id, props)

    this.table = new TableV2(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.dynamoOwnedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
      timeToLiveAttribute: 'expiresAt',
      globalSecondaryIndexes: orders.map((order) => ({
        indexName: `by-${order}`,
        partitionKey: { name: `${order}Pk`, type: AttributeType.STRING },
        sortKey: { name: `${order}Sk`, type: AttributeType.STRING },
        projectionType: ProjectionType.INCLUDE,
        nonKeyAttributes: ['kind', 'card'],
      })),
    })

    this.files = new PrivateBucket(this, 'Files', {
      lifecycleRules: [
        { prefix: 'imports/', expiration: Duration.days(30) },
        { prefix: 'exports/', expiration: Duration.days(7) },
        { prefix: 'quality/', expiration: Duration.days(90) },
      ],
      // The address is the secret; this only says whose pages may read the answer.
      cors: [
        {
          allowedOrigins: [siteOrigin],
          allowedMethods: [HttpMethods.PUT, HttpMethods.GET],
          allowedHeaders: ['content-type'],
          exposedHeaders: ['etag'],
          maxAge: 3600,
        },
      ],
    })
    this.files.refuseOldSignatures()
  }
}
