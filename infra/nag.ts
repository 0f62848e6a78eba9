import { type App, Validations } from 'aws-cdk-lib'
import { AwsSolutionsChecks } from 'cdk-nag'

/** A finding of the AWS Solutions rules that we know and keep, on a construct and everything in it. */
export interface Acknowledged {
  readonly id: string
  readonly on: readonly string[]
  readonly reason: string
}

const wildcard = (what: string) => `AwsSolutions-IAM5[${what}]`

const kept: readonly Acknowledged[] = [
  {
    id: 'AwsSolutions-S1',
    on: ['Data/Files', 'Web/Site'],
    reason: 'Files are reached only by functions that log each use, the site only by CloudFront.',
  },
  {
    id: 'AwsSolutions-COG1',
    on: ['Identity/Users'],
    reason: 'ASVS 6.2.5 forbids rules of composition; fifteen characters are asked for instead of eight.',
  },
  {
    id: 'AwsSolutions-COG2',
    on: ['Identity/Users'],
    reason: 'One-time codes are offered to everybody; the sign-in asks for them where a person set them up.',
  },
  {
    id: 'AwsSolutions-COG8',
    on: ['Identity/Users'],
    reason: 'Threat protection is paid per person; the sign-in limits attempts by user and by address.',
  },
  {
    id: 'AwsSolutions-SMG4',
    on: ['Identity/CursorSecret', 'Web/OriginSecret'],
    reason: 'No password of a person or a database: changed by hand, as the runbook says.',
  },
  {
    id: 'AwsSolutions-CFR1',
    on: ['Web/Distribution'],
    reason: 'People travel; a country is no proof of anything.',
  },
  {
    id: 'AwsSolutions-CFR2',
    on: ['Web/Distribution'],
    reason:
      'Some twenty people behind a sign-in; calls are throttled at the API and limited in the functions.',
  },
  {
    id: 'AwsSolutions-CFR3',
    on: ['Web/Distribution'],
    reason: 'Static files hold nothing; every call of the API is logged there.',
  },
  {
    id: 'AwsSolutions-CFR4',
    on: ['Web/Distribution'],
    reason: 'The certificate of cloudfront.net fixes the protocol; a domain of one’s own lifts this.',
  },
  {
    id: '@aws-cdk/aws-cloudfront-origins:listBucketSecurityRisk',
    on: ['Web/Distribution'],
    reason: 'The root is index.html, so nobody sees a list; without it a missing file looks like a refusal.',
  },
  {
    id: 'AwsSolutions-APIG4',
    on: ['Api'],
    reason:
      'Authorisers cannot read the session’s cookie: a function with an unguarded route does not start.',
  },
  {
    id: 'AwsSolutions-SQS3',
    on: ['Pipeline/Unstarted'],
    reason: 'It is the dead-letter queue of the schedules.',
  },
  {
    id: wildcard('Resource::*'),
    on: ['Api', 'Pipeline'],
    reason:
      'X-Ray and the delivery of Step Functions’ logs have no resources to name; a test holds it to those.',
  },
]

// CDK's own function that copies the built site into its bucket.
const uploading: readonly Acknowledged[] = [
  'AwsSolutions-L1',
  'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
  ...['GetBucket*', 'GetObject*', 'List*', 'Abort*', 'DeleteObject*'].map((action) =>
    wildcard(`Action::s3:${action}`),
  ),
  wildcard('Resource::*'),
  wildcard('Resource::<SiteE53D7754.Arn>/*'),
  wildcard('Resource::arn:aws:s3:::cdk-hnb659fds-assets-<AWS::AccountId>-eu-central-1/*'),
].map((id) => ({
  id,
  on: ['Web/Custom::CDKBucketDeployment8693BB64968944B69AAFB0CC9EB8756C'],
  reason: 'The function is CDK’s own, runs only during a deploy and reaches the site and its build only.',
}))

/** Every finding we keep, each with its reason. */
export function acknowledged(stage: string): readonly Acknowledged[] {
  const files = `perennial-${stage}-data:ExportsOutputFnGetAttFiles8E6940B8ArnD8EE6C03`
  const ofImports = {
    id: wildcard(`Resource::${files}/imports/*`),
    on: ['Api/ImportsRole', 'Api/QualityRole', 'Pipeline'],
    reason: 'Names of files are made while running; the folder is the fence.',
  }
  const ofExports = {
    id: wildcard(`Resource::${files}/exports/*`),
    on: ['Api/ReportsRole', 'Pipeline'],
    reason: 'Each report has a file of its own; the folder is the fence.',
  }
  const ofScans = {
    ...ofImports,
    id: wildcard(`Resource::${files}/quality/*`),
    on: ['Api/ImportsRole', 'Api/QualityRole', 'Pipeline'],
  }
  return [...kept, ...uploading, ofImports, ofExports, ofScans]
}

/** Keeps what is acknowledged, where it stands. */
export function acknowledge(app: App, stage: string): void {
  const constructs = new Map(app.node.findAll().map((construct) => [construct.node.path, construct]))
  for (const { id, on, reason } of acknowledged(stage))
    for (const path of on) {
      const construct = constructs.get(path)
      if (construct) Validations.of(construct).acknowledge({ id, reason })
    }
}

/** Checks the stacks against the AWS Solutions rules. */
export function checkStacks(app: App): void {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
}
