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

/** A bucket that nobody reads without a signature: TLS only, encrypted, owned, kept when the stack goes. */
export class PrivateBucket extends Bucket {
  constructor(scope: Construct, id: string, props: BucketProps = {}) {
    super(scope, id, {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      removalPolicy: RemovalPolicy.RETAIN,
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
