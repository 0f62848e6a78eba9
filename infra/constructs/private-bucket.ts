import { Duration, RemovalPolicy } from 'aws-cdk-lib'
import { Effect, PolicyStatement, StarPrincipal } from 'aws-cdk-lib/aws-iam'
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3'
import type { Construct } from 'constructs'

// Longest any pre-signed address is honoured, whatever its own expiry says.
const longestSignatureAge = Duration.minutes(15)

// How long a file that was overwritten or deleted by mistake can be brought back.
const keptAfterReplaced = Duration.days(7)

/** A bucket that nobody reads without a signature: TLS only, encrypted, owned, versioned, kept when the stack goes. */
export class PrivateBucket extends Bucket {
  constructor(scope: Construct, id: string, { lifecycleRules = [], ...props }: BucketProps = {}) {
    super(scope, id, {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      removalPolicy: RemovalPolicy.RETAIN,
      versioned: true,
      lifecycleRules: [
        ...lifecycleRules,
        { noncurrentVersionExpiration: keptAfterReplaced, expiredObjectDeleteMarker: true },
        { abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
      ...props,
    })
  }

  /** Refuses addresses that were signed long ago. */
  refuseOldSignatures(): void {
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'RefuseOldSignatures',
        effect: Effect.DENY,
        principals: [new StarPrincipal()],
        actions: ['s3:GetObject', 's3:PutObject'],
        resources: [this.arnForObjects('*')],
        conditions: {
          NumericGreaterThan: { 's3:signatureAge': String(longestSignatureAge.toMilliseconds()) },
        },
      }),
    )
  }
}
