import type { RecordedCall } from '#infra/local/template/record-calls'
import { ACCOUNT, type Cloud, type Declared } from '#infra/local/template/cloud-formation'

/** One action on one resource that a function's role allows or denies, perhaps only for some partitions. */
export interface Grant {
  readonly function: string
  readonly effect: 'Allow' | 'Deny'
  readonly action: string
  readonly resource: string
  /** Patterns of partition keys; absent: all. */
  readonly leadingKeys?: readonly string[]
}

/** A call as a function made it. */
export interface FunctionCall extends RecordedCall {
  readonly function: string
}

interface Statement {
  readonly Effect: 'Allow' | 'Deny'
  readonly Action: string | readonly string[]
  readonly Resource: string | readonly string[]
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>
}

const list = <T>(value: T | readonly T[]): readonly T[] => (Array.isArray(value) ? value : [value as T])

/** What the roles of the product's functions grant, statement by statement, action by action. */
export function grantsOf(cloud: Cloud): Grant[] {
  return cloud.ofType('AWS::Lambda::Function').flatMap((declared) => {
    if (!isOurs(declared)) return []
    const role = (declared.properties['Role'] as { 'Fn::GetAtt': [string, string] })['Fn::GetAtt'][0]
    const name = declared.id.replace(/[0-9A-F]{8}$/, '')
    return policiesOf(cloud, declared.stack, role).flatMap(({ Effect, Action, Resource, Condition }) => {
      const keys = Object.values(Condition ?? {}).flatMap((one) => one['dynamodb:LeadingKeys'] ?? [])
      return list(Action).flatMap((action) =>
        list(Resource).map((resource) => ({
          function: name,
          effect: Effect,
          action,
          resource,
          ...(keys.length > 0 ? { leadingKeys: keys } : {}),
        })),
      )
    })
  })
}

// CDK's own helpers are written by CDK and run while deploying only.
const isOurs = ({ properties }: Declared): boolean =>
  properties['Handler'] === 'index.handler' && 'LoggingConfig' in properties

function policiesOf(cloud: Cloud, stack: string, role: string): Statement[] {
  return cloud
    .ofType('AWS::IAM::Policy')
    .filter((one) => one.stack === stack && JSON.stringify(one.properties['Roles']).includes(`"${role}"`))
    .flatMap(({ properties }) => {
      const { Statement } = cloud.resolve(stack, properties['PolicyDocument']) as { Statement: Statement[] }
      return Statement
    })
}

/** The resource of a recorded call as a policy names it. */
export function resourceOf({ action, resource }: RecordedCall, region: string): string {
  if (action.startsWith('dynamodb:')) return `arn:aws:dynamodb:${region}:${ACCOUNT}:table/${resource}`
  if (action.startsWith('s3:')) return `arn:aws:s3:::${resource}`
  if (action.startsWith('cognito-idp:'))
    return `arn:aws:cognito-idp:${region}:${ACCOUNT}:userpool/${resource}`
  return resource
}

/** Whether a pattern with `*` fits a text. */
export function isLike(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`).test(text)
}

/** Whether a grant covers a call: `ForAllValues` to allow, `ForAnyValue` to deny. */
export function covers(grant: Grant, call: FunctionCall, region: string): boolean {
  if (grant.function !== call.function || !isLike(grant.action, call.action)) return false
  if (!isLike(grant.resource, resourceOf(call, region))) return false
  const { leadingKeys: patterns } = grant
  if (!patterns) return true
  const keys = call.leadingKeys ?? []
  const fits = (key: string) => patterns.some((pattern) => isLike(pattern, key))
  return grant.effect === 'Allow' ? keys.every(fits) : keys.some(fits)
}

/** Whether the roles let a call through: something allows it and nothing denies it. */
export function isAllowed(grants: readonly Grant[], call: FunctionCall, region: string): boolean {
  const covering = grants.filter((grant) => covers(grant, call, region))
  return (
    covering.some(({ effect }) => effect === 'Allow') && !covering.some(({ effect }) => effect === 'Deny')
  )
}
