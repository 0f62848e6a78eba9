import { ArnFormat, Stack } from 'aws-cdk-lib'
import type { UserPool } from 'aws-cdk-lib/aws-cognito'
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb'
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { Bucket } from 'aws-cdk-lib/aws-s3'
import type { Construct } from 'constructs'
import { jobs, type JobName } from '#shared/pipeline/pipeline'
import { jobVariables } from './entries.ts'
import { orders } from './stacks/data-stack.ts'

// Written out instead of `grant…`: those bring wildcards that nobody asked for.

/** Reading items and pages, from the table and its four indexes. */
export function mayRead({ tableArn }: TableV2): PolicyStatement {
  return new PolicyStatement({
    actions: ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query'],
    resources: [tableArn, ...orders.map((order) => `${tableArn}/index/by-${order}`)],
  })
}

/** Writing, always inside a transaction; DynamoDB has no action of that name, it asks for those of its parts. */
export function mayWrite({ tableArn }: TableV2): PolicyStatement {
  return new PolicyStatement({
    actions: [
      'dynamodb:ConditionCheckItem',
      'dynamodb:DeleteItem',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
    ],
    resources: [tableArn],
  })
}

/** The audit trail only grows: its items are put, each with the condition that its place is free, and never touched again. */
export function mayNotRewriteAudit({ tableArn }: TableV2): PolicyStatement {
  return new PolicyStatement({
    effect: Effect.DENY,
    actions: ['dynamodb:DeleteItem', 'dynamodb:UpdateItem'],
    resources: [tableArn],
    conditions: { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': ['AUDIT#*'] } },
  })
}

/** Keeping a session alive and counting its calls: what a function that only reads still has to write. */
export function mayKeepSessions({ tableArn }: TableV2): PolicyStatement {
  return new PolicyStatement({
    actions: ['dynamodb:UpdateItem'],
    resources: [tableArn],
    conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['SESSION#*', 'USER#*', 'RATE#*'] } },
  })
}

/** Reading the whole table: runs and scans only. */
export function mayScan({ tableArn }: TableV2): PolicyStatement {
  return new PolicyStatement({ actions: ['dynamodb:Scan'], resources: [tableArn] })
}

/** Reading and writing the files of imports and scans; a pre-signed address can do no more than who signed it. */
export function mayUseFiles(files: Bucket): PolicyStatement {
  return new PolicyStatement({
    actions: ['s3:GetObject', 's3:PutObject'],
    resources: [files.arnForObjects('imports/*'), files.arnForObjects('quality/*')],
  })
}

/** Writing and reading the files of reports, and dropping what an export that failed had begun. */
export function mayUseExports(files: Bucket): PolicyStatement {
  return new PolicyStatement({
    actions: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject'],
    resources: [files.arnForObjects('exports/*')],
  })
}

/** Reading people; signing in needs no permission, it carries its own proof. */
export function mayReadPeople({ userPoolArn }: UserPool): PolicyStatement {
  return new PolicyStatement({ actions: ['cognito-idp:AdminGetUser'], resources: [userPoolArn] })
}

/** Inviting people, changing their groups and who may sign in: nothing else about them. */
export function mayManagePeople({ userPoolArn }: UserPool): PolicyStatement {
  return new PolicyStatement({
    actions: [
      'cognito-idp:AdminAddUserToGroup',
      'cognito-idp:AdminCreateUser',
      'cognito-idp:AdminDisableUser',
      'cognito-idp:AdminEnableUser',
      'cognito-idp:AdminRemoveUserFromGroup',
      'cognito-idp:ListUsers',
      'cognito-idp:ListUsersInGroup',
    ],
    resources: [userPoolArn],
  })
}

/** Starting jobs. */
export function mayStartJobs(scope: Construct, stage: string): PolicyStatement {
  const names = Object.keys(jobs) as JobName[]
  return new PolicyStatement({
    actions: ['states:StartExecution'],
    resources: names.map((name) => machineArn(scope, stage, name)),
  })
}

/** The name of a job's state machine: fixed, because a function inside a machine may have to start another one. */
export function machineName(stage: string, job: JobName): string {
  return `perennial-${stage}-${job}`
}

/** The environment variables that say which state machines the jobs are. */
export function jobEnvironment(scope: Construct, stage: string): Record<string, string> {
  const names = Object.keys(jobs) as JobName[]
  return Object.fromEntries(names.map((name) => [jobVariables[name], machineArn(scope, stage, name)]))
}

function machineArn(scope: Construct, stage: string, job: JobName): string {
  return Stack.of(scope).formatArn({
    service: 'states',
    resource: 'stateMachine',
    resourceName: machineName(stage, job),
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  })
}
