import { RemovalPolicy, Stack } from 'aws-cdk-lib'
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions'
import type { Construct } from 'constructs'
import type { Job, JobName } from '#shared/pipeline/pipeline'
import type { Stage } from '../stages.ts'
import { machineName } from '../statements.ts'
import { definition } from './states.ts'

interface JobMachineProps {
  readonly name: JobName
  readonly job: Job
  readonly stage: Stage
  readonly functions: ReadonlyMap<string, IFunction>
}

/** A job as a state machine. Knows no step by name. */
export class JobMachine extends StateMachine {
  constructor(scope: Construct, id: string, { name, job, stage, functions }: JobMachineProps) {
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('states.amazonaws.com') })
    const arns = new Map([...functions].map(([step, { functionArn }]) => [step, functionArn]))
    role.addToPolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [...arns.values()] }),
    )
    const states = definition(job, {
      functionArn: (step) => arns.get(step.name) ?? '',
      shards: stage.shards,
      shardsAtOnce: stage.shardsAtOnce,
    })
    super(scope, id, {
      stateMachineName: machineName(stage.name, name),
      stateMachineType: StateMachineType.STANDARD,
      comment: job.does,
      definitionBody: DefinitionBody.fromString(Stack.of(scope).toJsonString(states)),
      role,
      tracingEnabled: true,
      logs: {
        destination: new LogGroup(scope, `${id}Logs`, {
          // Step Functions finds the groups it may write to by this prefix; without it their policy fills up.
          logGroupName: `/aws/vendedlogs/states/${machineName(stage.name, name)}`,
          retention: stage.logRetentionDays,
          removalPolicy: RemovalPolicy.RETAIN,
        }),
        level: LogLevel.ALL,
        includeExecutionData: false,
      },
    })
  }
}
