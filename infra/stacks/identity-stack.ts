import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib'
import {
  AccountRecovery,
  CfnUserPoolGroup,
  FeaturePlan,
  Mfa,
  UserPool,
  type UserPoolClient,
} from 'aws-cdk-lib/aws-cognito'
import type { Construct } from 'constructs'
import { roles } from '#shared/access/rights'
import { GeneratedSecret } from '../constructs/generated-secret.ts'

/** Who may come in: the user pool, the app client of the sign-in and a group for each role. */
export class IdentityStack extends Stack {
  readonly pool: UserPool
  readonly client: UserPoolClient
  readonly cursorSecret: GeneratedSecret

  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props)

    this.pool = new UserPool(this, 'Users', {
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      autoVerify: { email: true },
      featurePlan: FeaturePlan.ESSENTIALS,
      // Length instead of composition rules: ASVS 6.2.5.
      passwordPolicy: {
        minLength: 15,
        requireDigits: false,
        requireLowercase: false,
        requireSymbols: false,
        requireUppercase: false,
        tempPasswordValidity: Duration.days(1),
      },
      mfa: Mfa.OPTIONAL,
      mfaSecondFactor: { sms: false, otp: true },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    })

    this.client = this.pool.addClient('SignIn', {
      authFlows: { userPassword: true },
      disableOAuth: true,
      generateSecret: false,
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      accessTokenValidity: Duration.minutes(60),
      idTokenValidity: Duration.minutes(60),
      refreshTokenValidity: Duration.days(1),
      authSessionValidity: Duration.minutes(3),
    })
    this.client.applyRemovalPolicy(RemovalPolicy.RETAIN)

    const purpose = 'Signs cursors and the steps between a password and a session'
    this.cursorSecret = new GeneratedSecret(this, 'CursorSecret', purpose)

    roles.forEach((groupName, index) => {
      const group = new CfnUserPoolGroup(this, `${groupName[0]?.toUpperCase()}${groupName.slice(1)}s`, {
        userPoolId: this.pool.userPoolId,
        groupName,
        precedence: roles.length - index,
      })
      group.applyRemovalPolicy(RemovalPolicy.RETAIN)
    })
  }
}
