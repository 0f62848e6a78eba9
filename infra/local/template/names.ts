import { ACCOUNT, type Cloud, type Declared, REF } from './cloud-formation.ts'

/** What the emulators called what they hold, and where this machine answers. */
export interface Names {
  readonly region: string
  readonly filesHost: string
  readonly siteHost: string
  readonly TABLE_NAME?: string
  readonly FILES_BUCKET?: string
  readonly USER_POOL_ID?: string
  readonly USER_POOL_CLIENT_ID?: string
  readonly USER_POOL_ISSUER?: string
}

/** Says of every resource of a cloud what its references and attributes are on this machine. */
export function nameResources(cloud: Cloud, names: Names): void {
  const {
    region,
    TABLE_NAME = '',
    USER_POOL_ID = '',
    USER_POOL_CLIENT_ID = '',
    USER_POOL_ISSUER = '',
  } = names
  const arn = (service: string, what: string) => `arn:aws:${service}:${region}:${ACCOUNT}:${what}`
  const byType: Readonly<Record<string, (resource: Declared, name: string) => Record<string, string>>> = {
    'AWS::DynamoDB::GlobalTable': () => ({
      [REF]: TABLE_NAME,
      Arn: arn('dynamodb', `table/${TABLE_NAME}`),
    }),
    'AWS::S3::Bucket': (bucket) => bucketNames(bucket, names),
    'AWS::Cognito::UserPool': () => ({
      [REF]: USER_POOL_ID,
      Arn: arn('cognito-idp', `userpool/${USER_POOL_ID}`),
      ProviderURL: USER_POOL_ISSUER,
    }),
    'AWS::Cognito::UserPoolClient': () => ({ [REF]: USER_POOL_CLIENT_ID }),
    'AWS::SecretsManager::Secret': (_, name) => ({ [REF]: arn('secretsmanager', `secret:${name}`) }),
    'AWS::CloudFront::Distribution': () => ({ DomainName: names.siteHost }),
    'AWS::ApiGatewayV2::Api': () => ({ ApiEndpoint: 'https://api.desk' }),
    'AWS::Lambda::Function': (_, name) => ({ Arn: arn('lambda', `function:${name}`) }),
    'AWS::StepFunctions::StateMachine': ({ properties }) => {
      const machine = arn('states', `stateMachine:${String(properties['StateMachineName'])}`)
      return { [REF]: machine, Arn: machine }
    },
  }
  for (const resource of cloud.resources) {
    const name = `${resource.stack}-${resource.id}`
    cloud.exists(resource, {
      [REF]: name,
      Arn: arn('desk', name),
      FunctionARN: arn('edge', name),
      Id: name,
      ...byType[resource.type]?.(resource, name),
    })
  }
}

// The files of imports and exports are the bucket that browsers upload to; the other one holds the site.
function bucketNames(
  { properties }: Declared,
  { FILES_BUCKET = '', filesHost }: Names,
): Record<string, string> {
  if (!('CorsConfiguration' in properties)) return { RegionalDomainName: 'site' }
  return { [REF]: FILES_BUCKET, Arn: `arn:aws:s3:::${FILES_BUCKET}`, RegionalDomainName: filesHost }
}
