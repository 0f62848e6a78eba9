import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { addressFunction, pageFunction, siteFile } from '#infra/edge'
import { missingEntries } from '#infra/bundles'
import { siteHeaders } from '#infra/headers'
import { roles } from '#shared/access/rights'
import { sections } from '#shared/sections'
import { ofType, synthesise, theOne } from './synthesised.ts'

let stacks: ReturnType<typeof synthesise>['stacks']
let folder: string
beforeAll(() => {
  ;({ stacks, folder } = synthesise())
})

describe('the table', () => {
  const table = () => theOne(stacks.data, 'AWS::DynamoDB::GlobalTable')

  test('outlives its stack, can be restored to any second and cannot be deleted by mistake', () => {
    expect(table()).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        Replicas: [
          {
            DeletionProtectionEnabled: true,
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          },
        ],
      },
    })
  })

  test('has one key, four orders and time to live', () => {
    const hashAndRange = (pk: string, sk: string) => [
      { AttributeName: pk, KeyType: 'HASH' },
      { AttributeName: sk, KeyType: 'RANGE' },
    ]
    expect(table().Properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: hashAndRange('pk', 'sk'),
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      GlobalSecondaryIndexes: ['name', 'value', 'risk', 'time'].map((order) => ({
        IndexName: `by-${order}`,
        KeySchema: hashAndRange(`${order}Pk`, `${order}Sk`),
        Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['kind', 'card'] },
      })),
    })
  })
})

describe('files', () => {
  test('stay when the stack goes, are encrypted and never public', () => {
    expect(theOne(stacks.data, 'AWS::S3::Bucket')).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: {
        BucketEncryption: {},
        PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      },
    })
  })

  test('are refused without TLS and under old signatures', () => {
    const policy = JSON.stringify(theOne(stacks.data, 'AWS::S3::BucketPolicy').Properties)
    expect(policy).toContain('"aws:SecureTransport":"false"')
    expect(policy).toContain('"s3:signatureAge":"900000"')
  })

  test('are cleared away in time', () => {
    const rules = JSON.stringify(theOne(stacks.data, 'AWS::S3::Bucket').Properties['LifecycleConfiguration'])
    expect(rules).toContain('"ExpirationInDays":30,"Prefix":"imports/"')
    expect(rules).toContain('"ExpirationInDays":7,"Prefix":"exports/"')
    expect(rules).toContain('"NoncurrentVersionExpiration":{"NoncurrentDays":7}')
    expect(theOne(stacks.data, 'AWS::S3::Bucket').Properties['VersioningConfiguration']).toEqual({
      Status: 'Enabled',
    })
  })
})

describe('identity', () => {
  test('lets nobody sign up and asks for length, not composition', () => {
    expect(theOne(stacks.identity, 'AWS::Cognito::UserPool')).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: {
        AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
        DeletionProtection: 'ACTIVE',
        Policies: {
          PasswordPolicy: { MinimumLength: 15, RequireSymbols: false, TemporaryPasswordValidityDays: 1 },
        },
      },
    })
  })

  test('signs in by password only, without telling who exists', () => {
    expect(theOne(stacks.identity, 'AWS::Cognito::UserPoolClient').Properties).toMatchObject({
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      PreventUserExistenceErrors: 'ENABLED',
      EnableTokenRevocation: true,
      AllowedOAuthFlowsUserPoolClient: false,
    })
  })

  test('has a group for each role', () => {
    const groups = ofType(stacks.identity, 'AWS::Cognito::UserPoolGroup').map(
      ({ Properties }) => Properties['GroupName'],
    )
    expect(groups).toEqual(roles)
  })
})

describe('the API', () => {
  test('has a function for each section and a route for each of its prefixes', () => {
    const keys = ofType(stacks.api, 'AWS::ApiGatewayV2::Route').map(
      ({ Properties }) => Properties['RouteKey'],
    )
    const expected = sections.flatMap(({ prefixes }) =>
      prefixes.flatMap((one) => [`ANY ${one}`, `ANY ${one}/{proxy+}`]),
    )
    expect(keys.toSorted()).toEqual([...expected, 'POST /api/session'].toSorted())
    expect(ofType(stacks.api, 'AWS::Lambda::Function')).toHaveLength(sections.length)
  })

  test('is throttled, the sign-in more than the rest', () => {
    expect(theOne(stacks.api, 'AWS::ApiGatewayV2::Stage').Properties).toMatchObject({
      DefaultRouteSettings: { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
      RouteSettings: { 'POST /api/session': { ThrottlingRateLimit: 5, ThrottlingBurstLimit: 10 } },
    })
  })

  test('logs calls without addresses, cookies or queries', () => {
    const { AccessLogSettings } = theOne(stacks.api, 'AWS::ApiGatewayV2::Stage').Properties
    expect(JSON.stringify(AccessLogSettings)).not.toMatch(/sourceIp|cookie|query|path/i)
  })

  test('runs on arm64 under Node 24, and every function has an entry', () => {
    for (const { Properties } of [
      ...ofType(stacks.api, 'AWS::Lambda::Function'),
      ...ofType(stacks.pipeline, 'AWS::Lambda::Function'),
    ])
      expect(Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'] })
    expect(missingEntries()).toEqual([])
  })
})

describe('the site', () => {
  test('carries the headers the desk carries', () => {
    const [config] = ofType(stacks.web, 'AWS::CloudFront::ResponseHeadersPolicy')
      .map(({ Properties }) => Properties['ResponseHeadersPolicyConfig'] as PolicyConfig)
      .filter(({ SecurityHeadersConfig }) => 'FrameOptions' in SecurityHeadersConfig)
    if (!config) throw new Error('The site has no policy of its headers.')
    const { SecurityHeadersConfig: security, CustomHeadersConfig: custom } = config
    const { AccessControlMaxAgeSec, IncludeSubdomains, Preload } = security.StrictTransportSecurity
    expect([IncludeSubdomains, Preload, security.ContentTypeOptions.Override]).toEqual([true, true, true])
    const found = {
      'content-security-policy': textOf(security.ContentSecurityPolicy.ContentSecurityPolicy),
      'strict-transport-security': `max-age=${AccessControlMaxAgeSec}; includeSubDomains; preload`,
      'x-content-type-options': 'nosniff',
      'x-frame-options': security.FrameOptions.FrameOption,
      'referrer-policy': security.ReferrerPolicy.ReferrerPolicy,
      ...Object.fromEntries(custom.Items.map(({ Header, Value }) => [Header, Value])),
    }
    expect(found).toEqual(siteHeaders('https://{files}'))
  })

  test('answers the same file for a path on CloudFront and on the desk', () => {
    const handler = new Function(`${pageFunction}; return handler`)() as (event: object) => { uri: string }
    for (const uri of [
      '/',
      '/clients',
      '/clients/c.1/',
      '/clients/c.1',
      '/assets/app.js',
      '/favicon.svg',
      '/a.b/c',
    ])
      expect(handler({ request: { uri } }).uri).toBe(siteFile(uri))
  })

  test('tells the API who is calling, whatever the caller claims', () => {
    const handler = new Function(`${addressFunction}; return handler`)() as (event: object) => {
      headers: object
    }
    const request = { headers: { 'true-client-ip': { value: '6.6.6.6' } } }
    expect(handler({ request, viewer: { ip: '192.0.2.1' } }).headers).toEqual({
      'true-client-ip': { value: '192.0.2.1' },
    })
  })

  test('is uploaded whole, hashed files for ever and the others never cached', () => {
    const uploads = ofType(stacks.web, 'Custom::CDKBucketDeployment').map(({ Properties }) => ({
      files: readdirSync(join(folder, 'cdk.out', `asset.${assetOf(Properties)}`)),
      prefix: Properties['DestinationBucketKeyPrefix'],
      metadata: Properties['SystemMetadata'],
    }))
    expect(uploads).toEqual([
      {
        files: ['app-1a2b.js'],
        prefix: 'assets',
        metadata: { 'cache-control': 'public, max-age=31536000, immutable' },
      },
      { files: ['index.html'], prefix: undefined, metadata: { 'cache-control': 'no-cache' } },
    ])
  })

  test('reaches its files and the API over TLS only, and never caches the API', () => {
    const { DistributionConfig: config } = theOne(stacks.web, 'AWS::CloudFront::Distribution').Properties as {
      DistributionConfig: {
        DefaultCacheBehavior: object
        CacheBehaviors: object[]
        CustomErrorResponses?: object
      }
    }
    expect(config.DefaultCacheBehavior).toMatchObject({ ViewerProtocolPolicy: 'redirect-to-https' })
    expect(config.CacheBehaviors).toMatchObject(
      ['/api/*', '/download_*'].map((path) => ({
        PathPattern: path,
        ViewerProtocolPolicy: 'https-only',
        // AWS's own policies: CachingDisabled, AllViewerExceptHostHeader.
        CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
        OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
      })),
    )
    expect(config.CustomErrorResponses).toBeUndefined()
  })
})

interface PolicyConfig {
  readonly SecurityHeadersConfig: {
    readonly ContentSecurityPolicy: { readonly ContentSecurityPolicy: unknown }
    readonly StrictTransportSecurity: {
      readonly AccessControlMaxAgeSec: number
      readonly IncludeSubdomains: boolean
      readonly Preload: boolean
    }
    readonly ContentTypeOptions: { readonly Override: boolean }
    readonly FrameOptions: { readonly FrameOption: string }
    readonly ReferrerPolicy: { readonly ReferrerPolicy: string }
  }
  readonly CustomHeadersConfig: {
    readonly Items: readonly { readonly Header: string; readonly Value: string }[]
  }
}

function assetOf(properties: Record<string, unknown>): string {
  return String((properties['SourceObjectKeys'] as string[])[0]).replace('.zip', '')
}

// The one reference inside the policy is the domain of the files bucket.
function textOf(value: unknown): string {
  const { 'Fn::Join': join } = value as { 'Fn::Join': [string, unknown[]] }
  return join[1].map((part) => (typeof part === 'string' ? part : '{files}')).join(join[0])
}
