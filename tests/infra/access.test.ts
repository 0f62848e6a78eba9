import { beforeAll, describe, expect, test } from 'vitest'
import { apiHeaders } from '#infra/headers'
import { stages } from '#infra/stages'
import { ofType, synthesise, theOne } from './synthesised.ts'

interface ApiPolicy {
  readonly SecurityHeadersConfig: {
    readonly ContentSecurityPolicy: { readonly ContentSecurityPolicy: string }
    readonly StrictTransportSecurity: { readonly AccessControlMaxAgeSec: number }
    readonly ReferrerPolicy: { readonly ReferrerPolicy: string }
  }
  readonly CustomHeadersConfig: { readonly Items: readonly { Header: string; Value: string }[] }
}

let stacks: ReturnType<typeof synthesise>['stacks']
beforeAll(() => {
  ;({ stacks } = synthesise())
})

const pool = () => theOne(stacks.identity, 'AWS::Cognito::UserPool').Properties
const client = () => theOne(stacks.identity, 'AWS::Cognito::UserPoolClient').Properties

describe('who may come in, as the template says it', () => {
  test('S7 passwords: fifteen characters, nothing to compose, temporary ones for a day', () => {
    expect(pool()).toMatchObject({
      Policies: {
        PasswordPolicy: {
          MinimumLength: 15,
          RequireLowercase: false,
          RequireUppercase: false,
          RequireNumbers: false,
          RequireSymbols: false,
          TemporaryPasswordValidityDays: 1,
        },
      },
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      DeletionProtection: 'ACTIVE',
    })
  })

  test('S9 a second factor: authenticator apps, no text messages, needed by administrators on every stage', () => {
    expect(pool()).toMatchObject({ MfaConfiguration: 'OPTIONAL', EnabledMfas: ['SOFTWARE_TOKEN_MFA'] })
    for (const stage of Object.values(stages)) expect(stage.totpRequiredFor).toEqual(['admin'])
    const told = ofType(stacks.api, 'AWS::Lambda::Function').map(
      ({ Properties }) => (Properties['Environment'] as { Variables: object }).Variables,
    )
    for (const variables of told) expect(variables).toMatchObject({ TOTP_REQUIRED_FOR: 'admin' })
  })

  test('S10 S14 the app client: by password only, existence not told, short lives, revocation on', () => {
    expect(client()).toMatchObject({
      PreventUserExistenceErrors: 'ENABLED',
      EnableTokenRevocation: true,
      AccessTokenValidity: 60,
      IdTokenValidity: 60,
      RefreshTokenValidity: 1440,
      AuthSessionValidity: 3,
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    })
    expect(client()['AllowedOAuthFlows']).toBeUndefined()
  })

  test('S11 the sign-in is throttled harder than the rest', () => {
    const { RouteSettings } = theOne(stacks.api, 'AWS::ApiGatewayV2::Stage').Properties as {
      RouteSettings: Record<string, object>
    }
    expect(RouteSettings['POST /api/session']).toMatchObject({
      ThrottlingRateLimit: 5,
      ThrottlingBurstLimit: 10,
    })
  })

  test('S2 S13 cookies need the site’s own https origin, and calls the secret of the edge', () => {
    for (const { Properties } of ofType(stacks.api, 'AWS::Lambda::Function')) {
      const { Variables } = Properties['Environment'] as { Variables: Record<string, unknown> }
      expect(JSON.stringify(Variables['SITE_ORIGIN'])).toContain('https://')
      expect(JSON.stringify(Variables['ORIGIN_SECRET'])).toContain('{{resolve:secretsmanager:')
    }
  })

  test('every answer under /api has the headers of the functions, also where none of them answered', () => {
    const [policy] = ofType(stacks.web, 'AWS::CloudFront::ResponseHeadersPolicy')
      .map(({ Properties }) => Properties['ResponseHeadersPolicyConfig'] as ApiPolicy)
      .filter(({ SecurityHeadersConfig }) => !('FrameOptions' in SecurityHeadersConfig))
    const { SecurityHeadersConfig: security, CustomHeadersConfig: custom } = policy!
    expect({
      'x-content-type-options': 'nosniff',
      'content-security-policy': security.ContentSecurityPolicy.ContentSecurityPolicy,
      'strict-transport-security': `max-age=${security.StrictTransportSecurity.AccessControlMaxAgeSec}; includeSubDomains; preload`,
      'referrer-policy': security.ReferrerPolicy.ReferrerPolicy,
      ...Object.fromEntries(custom.Items.map(({ Header, Value }) => [Header, Value])),
    }).toEqual(apiHeaders)
  })

  test('people are changed by one function only, and by what it needs', () => {
    const changing = ofType(stacks.api, 'AWS::IAM::Policy').filter(({ Properties }) =>
      JSON.stringify(Properties).includes('cognito-idp:AdminCreateUser'),
    )
    expect(changing).toHaveLength(1)
    expect(JSON.stringify(changing)).not.toMatch(/AdminDeleteUser|AdminSetUserPassword|cognito-idp:\*/)
  })
})
