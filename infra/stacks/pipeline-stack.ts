import { Duration, Stack, type StackProps } from 'aws-cdk-lib'
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { Function } from 'aws-cdk-lib/aws-lambda'
import {
  ContextAttribute,
  Schedule,
  ScheduleExpression,
  ScheduleTargetInput,
} from 'aws-cdk-lib/aws-scheduler'
import { StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions'
import type { Construct } from 'constructs'
import { type Job, type JobName, type JobSchedule, jobs, type StepName } from '#shared/pipeline/pipeline'
import type { CodeOf } from '../bundles.ts'
import { JobFunction } from '../constructs/job-function.ts'
import { JobMachine } from '../constructs/state-machine.ts'
import { stepsOf } from '../entries.ts'
import type { Stage } from '../stages.ts'
import {
  jobEnvironment,
  mayRead,
  mayScan,
  mayStartJobs,
  mayUseExports,
  mayUseFiles,
  mayWrite,
} from '../statements.ts'
import type { DataStack } from './data-stack.ts'

interface PipelineStackProps extends StackProps {
  readonly stage: Stage
  readonly data: DataStack
  readonly codeOf: CodeOf
  readonly environment: Readonly<Record<string, string>>
}

type Need = 'scan' | 'files' | 'exports' | 'jobs'

/** What a step needs besides reading and writing items. */
const needs: Readonly<Record<StepName, readonly Need[]>> = {
  open: [],
  summarise: ['scan'],
  fit: [],
  value: ['scan'],
  associate: ['scan'],
  publish: ['jobs'],
  partition: ['files'],
  ingest: ['files'],
  settle: ['files', 'jobs'],
  'render-report': ['exports'],
  'start-due-reports': ['exports', 'jobs'],
  'scan-open': ['files'],
  'scan-share': ['scan', 'files'],
  'scan-settle': ['files'],
  'scan-effects': ['files'],
  abandon: [],
}

/** What runs by itself: a function for each step, a state machine for each job, and the hour at which it starts. */
export class PipelineStack extends Stack {
  readonly functions = new Map<string, Function>()
  readonly machines = new Map<JobName, StateMachine>()
  readonly unstarted: Queue

  constructor(scope: Construct, id: string, props: PipelineStackProps) {
    super(scope, id, props)
    this.unstarted = new Queue(this, 'Unstarted', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    })
    for (const [name, job] of Object.entries(jobs) as [JobName, Job][]) this.addJob(name, job, props)
  }

  private addJob(name: JobName, job: Job, props: PipelineStackProps): void {
    const { stage, data, codeOf, environment } = props
    for (const step of stepsOf(name))
      if (!this.functions.has(step.name))
        this.functions.set(
          step.name,
          new JobFunction(this, pascal(step.name), {
            step,
            stage,
            codeOf,
            environment: {
              ...environment,
              ...(needs[step.name].includes('jobs') ? jobEnvironment(this, stage.name) : {}),
            },
            statements: [
              mayRead(data.table),
              mayWrite(data.table),
              ...this.statementsOf(needs[step.name], data, stage),
            ],
          }),
        )
    const ofJob = new Map(stepsOf(name).map((step) => [step.name as string, this.functionOf(step.name)]))
    const machine = new JobMachine(this, `${pascal(name)}Job`, { name, job, stage, functions: ofJob })
    this.machines.set(name, machine)
    if (job.schedule)
      this.schedule(name, { name: '', expression: job.schedule, reason: 'nightly', id: 'runId' }, machine)
    for (const schedule of job.schedules ?? []) this.schedule(name, schedule, machine)
  }

  private statementsOf(
    stepNeeds: readonly Need[],
    { table, files }: DataStack,
    stage: Stage,
  ): PolicyStatement[] {
    const statements = {
      scan: () => mayScan(table),
      files: () => mayUseFiles(files),
      exports: () => mayUseExports(files),
      jobs: () => mayStartJobs(this, stage.name),
    }
    return stepNeeds.map((need) => statements[need]())
  }

  private functionOf(step: string): Function {
    const found = this.functions.get(step)
    if (!found) throw new Error(`Impossible: there is no function for ${step}`)
    return found
  }

  private schedule(
    name: JobName,
    { name: when, expression, reason, id }: JobSchedule,
    machine: StateMachine,
  ): void {
    new Schedule(this, `${pascal(name)}${pascal(when)}Schedule`, {
      description: `Starts the ${name} job`,
      schedule: ScheduleExpression.expression(expression),
      target: new StepFunctionsStartExecution(machine, {
        input: ScheduleTargetInput.fromObject({ [id]: ContextAttribute.executionId, reason }),
        deadLetterQueue: this.unstarted,
        retryAttempts: 5,
        maxEventAge: Duration.hours(2),
      }),
    })
  }
}

function pascal(name: string): string {
  return name.replace(/(^|-)(\w)/g, (_, _dash, letter: string) => letter.toUpperCase())
}
