import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway'
import { RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib'
import {
  CfnStage,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
  type IHttpApi,
} from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { Function } from 'aws-cdk-lib/aws-lambda'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import type { Construct } from 'constructs'
import { type Section, type SectionName, sections } from '#shared/sections'
import type { CodeOf } from '../bundles.ts'
import { SectionFunction } from '../constructs/section-function.ts'
import type { Stage } from '../stages.ts'
import * as statements from '../statements.ts'
import type { DataStack } from './data-stack.ts'
import type { IdentityStack } from './identity-stack.ts'

interface ApiStackProps extends StackProps {
  readonly stage: Stage
  readonly data: DataStack
  readonly identity: IdentityStack
  readonly api: IHttpApi
  readonly codeOf: CodeOf
  readonly environment: Readonly<Record<string, string>>
}

// Guessing passwords is slow; working is not.
const signIn = { method: HttpMethod.POST, path: '/api/session', requestsPerSecond: 5, burst: 10 }

// No address, no cookie, no query: who called what is in the functions' own log, by request id.
const callFormat = AccessLogFormat.custom(
  JSON.stringify({
    requestId: '$context.requestId',
    time: '$context.requestTimeEpoch',
    route: '$context.routeKey',
    status: '$context.status',
    milliseconds: '$context.responseLatency',
    bytes: '$context.responseLength',
    error: '$context.integrationErrorMessage',
  }),
)

/** What answers behind the door: a function for each section, under its prefixes. */
export class ApiStack extends Stack {
  readonly functions = new Map<SectionName, Function>()

  constructor(scope: Construct, id: string, props: ApiStackProps) {
    super(scope, id, props)
    const routes = sections.flatMap((section) => this.addSection(section, props))
    this.addStage(props, routes)
  }

  private addSection(section: Section & { readonly name: SectionName }, props: ApiStackProps): HttpRoute[] {
    const { stage, api: httpApi } = props
    const name = `${section.name[0]?.toUpperCase()}${section.name.slice(1)}`
    const answering = new SectionFunction(this, name, {
      section,
      stage,
      codeOf: props.codeOf,
      environment: {
        ...props.environment,
        ...(section.needs.includes('jobs') ? statements.jobEnvironment(this, stage.name) : {}),
      },
      statements: this.statementsOf(section, props),
    })
    this.functions.set(section.name, answering)
    const integration = new HttpLambdaIntegration(`${name}Integration`, answering)
    const keys = section.prefixes.flatMap((prefix) => [
      HttpRouteKey.with(prefix, HttpMethod.ANY),
      HttpRouteKey.with(`${prefix}/{proxy+}`, HttpMethod.ANY),
      ...(prefix === signIn.path ? [HttpRouteKey.with(prefix, signIn.method)] : []),
    ])
    return keys.map(
      (routeKey, index) => new HttpRoute(this, `${name}Route${index}`, { httpApi, routeKey, integration }),
    )
  }

  private statementsOf(
    { access, needs }: Section,
    { stage, data, identity }: ApiStackProps,
  ): PolicyStatement[] {
    const ofNeeds = {
      files: () => statements.mayUseFiles(data.files),
      exports: () => statements.mayUseExports(data.files),
      identity: () => statements.mayReadPeople(identity.pool),
      people: () => statements.mayManagePeople(identity.pool),
      jobs: () => statements.mayStartJobs(this, stage.name),
    }
    return [
      statements.mayRead(data.table),
      ...(access === 'write'
        ? [statements.mayWrite(data.table), statements.mayNotRewriteAudit(data.table)]
        : [statements.mayKeepSessions(data.table)]),
      ...needs.map((need) => ofNeeds[need]()),
    ]
  }

  private addStage({ api: httpApi, stage }: ApiStackProps, routes: readonly HttpRoute[]): void {
    const calls = new LogGroup(this, 'Calls', {
      retention: stage.logRetentionDays,
      removalPolicy: RemovalPolicy.RETAIN,
    })
    const { requestsPerSecond: rateLimit, burst: burstLimit } = stage.throttle
    const opened = new HttpStage(this, 'Stage', {
      httpApi,
      stageName: '$default',
      autoDeploy: true,
      detailedMetricsEnabled: true,
      throttle: { rateLimit, burstLimit },
      accessLogSettings: { destination: new LogGroupLogDestination(calls), format: callFormat },
    })
    opened.node.addDependency(...routes)
    const { method, path, requestsPerSecond, burst } = signIn
    const limits = {
      ThrottlingRateLimit: requestsPerSecond,
      ThrottlingBurstLimit: burst,
      DetailedMetricsEnabled: true,
    }
    if (opened.node.defaultChild instanceof CfnStage)
      opened.node.defaultChild.routeSettings = { [`${method} ${path}`]: limits }
  }
}
