import { Duration, Stack, type StackProps } from 'aws-cdk-lib'
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2'
import { CfnBudget } from 'aws-cdk-lib/aws-budgets'
import {
  AlarmRule,
  CompositeAlarm,
  Dashboard,
  GraphWidget,
  type IMetric,
  MathExpression,
  Metric,
} from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb'
import { Function } from 'aws-cdk-lib/aws-lambda'
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions'
import type { Construct } from 'constructs'
import { type Job, type JobName, jobs } from '#shared/pipeline/pipeline'
import { alarmPeriod, HouseAlarm } from '../constructs/alarm.ts'
import type { Stage } from '../stages.ts'

interface WatchStackProps extends StackProps {
  readonly stage: Stage
  readonly api: HttpApi
  readonly table: TableV2
  readonly machines: ReadonlyMap<JobName, StateMachine>
  readonly functions: ReadonlyMap<string, Function>
  readonly unstarted: Queue
}

const runbook = (heading: string) => `infra/RUNBOOK.md#${heading}`
const statistic = { period: alarmPeriod, statistic: 'Sum' }

/** What wakes somebody, and one page to look at. */
export class WatchStack extends Stack {
  private readonly topic: Topic
  private readonly page: Dashboard
  /** Alarms of what people see at once. */
  private readonly noticed: HouseAlarm[] = []

  constructor(scope: Construct, id: string, props: WatchStackProps) {
    super(scope, id, props)
    this.topic = new Topic(this, 'Alarms', { enforceSSL: true })
    if (props.stage.alarmEmail) this.topic.addSubscription(new EmailSubscription(props.stage.alarmEmail))
    this.page = new Dashboard(this, 'Page', { defaultInterval: Duration.days(1) })
    this.watchApi(props)
    this.watchTable(props)
    this.watchJobs(props)
    this.watchEvents(props)
    this.watchSpending(props.stage)
    new CompositeAlarm(this, 'PeopleNotice', {
      alarmDescription:
        'People who use the product notice something now. What to do: the alarm that rings with this one says it.',
      alarmRule: AlarmRule.anyOf(...this.noticed),
    }).addAlarmAction(new SnsAction(this.topic))
  }

  private show(title: string, left: IMetric[], right: IMetric[] = []): void {
    this.page.addWidgets(new GraphWidget({ title, left, right, width: 12 }))
  }

  private watchApi({ api, functions }: WatchStackProps): void {
    const calls = api.metricCount(statistic)
    const failures = api.metricServerError(statistic)
    const slowest = api.metricLatency({ period: alarmPeriod, statistic: 'p99' })
    const fails = new HouseAlarm(this, 'ApiFails', {
      metric: new MathExpression({
        label: 'failed calls, %',
        expression: 'IF(calls >= 20, 100 * failures / calls, 0)',
        usingMetrics: { calls, failures },
        period: alarmPeriod,
      }),
      above: 1,
      impact: 'More than one call in a hundred fails: pages show errors.',
      runbook: runbook('the-api-fails'),
      topic: this.topic,
    })
    const isSlow = new HouseAlarm(this, 'ApiSlow', {
      metric: slowest,
      above: 1000,
      periods: 3,
      impact: 'One call in a hundred takes more than a second: pages feel stuck.',
      runbook: runbook('the-api-is-slow'),
      topic: this.topic,
    })
    const refused = new HouseAlarm(this, 'FunctionsRefused', {
      metric: Function.metricAllThrottles(statistic),
      above: 0,
      impact: 'Functions are refused because too many run: calls and jobs wait or fail.',
      runbook: runbook('functions-are-refused'),
      topic: this.topic,
    })
    this.noticed.push(fails, isSlow, refused)
    this.show('Calls', [calls], [failures])
    this.show('Slowest call in a hundred, ms', [slowest])
    this.show(
      'Errors of functions',
      [...functions.values()].map((fn) => fn.metricErrors(statistic)),
    )
  }

  private watchTable({ table }: WatchStackProps): void {
    const ofTable = (metricName: string) =>
      new Metric({
        namespace: 'AWS/DynamoDB',
        metricName,
        dimensionsMap: { TableName: table.tableName },
        ...statistic,
      })
    new HouseAlarm(this, 'TableRefuses', {
      metric: new MathExpression({
        label: 'refused requests',
        expression: 'reads + writes',
        usingMetrics: { reads: ofTable('ReadThrottleEvents'), writes: ofTable('WriteThrottleEvents') },
        period: alarmPeriod,
      }),
      above: 50,
      periods: 2,
      impact: 'The table refuses requests: pages are slow and imports drag on.',
      runbook: runbook('the-table-refuses-requests'),
      topic: this.topic,
    })
    new HouseAlarm(this, 'TransactionsConflict', {
      metric: ofTable('TransactionConflict'),
      above: 100,
      periods: 2,
      impact: 'Many writes meet on the same items: imports and edits are retried.',
      runbook: runbook('the-table-refuses-requests'),
      topic: this.topic,
    })
    this.show(
      'Capacity used',
      [ofTable('ConsumedReadCapacityUnits')],
      [ofTable('ConsumedWriteCapacityUnits')],
    )
  }

  private watchJobs({ machines, unstarted }: WatchStackProps): void {
    for (const [name, machine] of machines) this.watchJob(name, jobs[name], machine)
    new HouseAlarm(this, 'JobNotStarted', {
      metric: unstarted.metricApproximateNumberOfMessagesVisible({
        period: alarmPeriod,
        statistic: 'Maximum',
      }),
      above: 0,
      impact: 'A scheduled job could not be started: figures stay those of the day before.',
      runbook: runbook('a-scheduled-job-did-not-start'),
      topic: this.topic,
    })
  }

  private watchJob(name: JobName, job: Job, machine: StateMachine): void {
    const failures = machine.metricFailed(statistic)
    const successes = machine.metricSucceeded({ period: Duration.hours(1), statistic: 'Sum' })
    new HouseAlarm(this, `${name}-failed`, {
      metric: new MathExpression({
        label: `${name}: failed`,
        expression: 'failed + late + ended',
        usingMetrics: {
          failed: failures,
          late: machine.metricTimedOut(statistic),
          ended: machine.metricAborted(statistic),
        },
        period: alarmPeriod,
      }),
      above: 0,
      impact: `A job ended without a result (${job.does}).`,
      runbook: runbook('a-job-failed'),
      topic: this.topic,
    })
    if (job.schedule)
      new HouseAlarm(this, `${name}-late`, {
        metric: successes,
        below: 1,
        periods: 26,
        isMissingBad: true,
        impact: `No ${name} has succeeded for 26 hours: figures are old, and pages say so.`,
        runbook: runbook('figures-are-old'),
        topic: this.topic,
      })
    this.show(`Job ${name}`, [machine.metricStarted(statistic), successes], [failures])
  }

  /** Events that only the functions know, counted in their logs. */
  private watchEvents({ functions }: WatchStackProps): void {
    new HouseAlarm(this, 'FlowsDiffer', {
      metric: this.logged(functions.get('publish'), { event: 'flows_differ', title: 'FlowsDiffer' }),
      above: 0,
      impact:
        'The live figures of this month are not the sum of their facts: revenue, orders or buyers are wrong.',
      runbook: runbook('live-figures-differ'),
      topic: this.topic,
    })
    new HouseAlarm(this, 'SignInsFail', {
      metric: this.logged(functions.get('session'), { event: 'authn_login_fail', title: 'SignInsFail' }),
      above: 50,
      impact: 'Many sign-ins fail: somebody may be guessing passwords, or people cannot get in.',
      runbook: runbook('many-sign-ins-fail'),
      topic: this.topic,
    })
  }

  private logged(fn: Function | undefined, { event, title }: { event: string; title: string }): IMetric {
    if (!fn) throw new Error(`No function writes ${event}.`)
    return new MetricFilter(this, `${title}Filter`, {
      logGroup: fn.logGroup,
      filterPattern: FilterPattern.literal(`{ $.message = "${event}" }`),
      metricNamespace: 'Perennial',
      metricName: title,
    }).metric(statistic)
  }

  private watchSpending({ name, budgetDollars, alarmEmail }: Stage): void {
    const told = { subscriptionType: 'EMAIL', address: alarmEmail ?? '' }
    new CfnBudget(this, 'Budget', {
      budget: {
        budgetName: `perennial-${name}`,
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: budgetDollars, unit: 'USD' },
        costFilters: { TagKeyValue: [`user:stage$${name}`] },
      },
      ...(alarmEmail
        ? {
            notificationsWithSubscribers: [
              {
                notification: {
                  notificationType: 'FORECASTED',
                  comparisonOperator: 'GREATER_THAN',
                  threshold: 100,
                },
                subscribers: [told],
              },
            ],
          }
        : {}),
    })
  }
}
