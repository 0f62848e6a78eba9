import { RemovalPolicy } from 'aws-cdk-lib'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import type { Construct } from 'constructs'

/** A secret nobody has to think of. */
export class GeneratedSecret extends Secret {
  constructor(scope: Construct, id: string, description: string) {
    super(scope, id, {
      description,
      generateSecretString: { excludePunctuation: true, passwordLength: 64 },
      removalPolicy: RemovalPolicy.RETAIN,
    })
  }

  /** A reference that CloudFormation resolves while it deploys: the value itself never stands in a template. */
  get reference(): string {
    return this.secretValue.unsafeUnwrap()
  }
}
