import type { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { Construct } from 'constructs'
import type { Step, StepName } from '#shared/pipeline/pipeline'
import type { CodeOf } from '../bundles.ts'
import { stepEntry } from '../entries.ts'
import type { Stage } from '../stages.ts'
import { HouseFunction } from './house-function.ts'

interface JobFunctionProps {
  readonly step: Step & { readonly name: StepName }
  readonly stage: Stage
  readonly codeOf: CodeOf
  readonly environment: Readonly<Record<string, string>>
  readonly statements: readonly PolicyStatement[]
}

// One whole processor: fits and valuations calculate.
const memoryMegabytes = 1769

/** The function of a step of a job. */
export class JobFunction extends HouseFunction {
  constructor(scope: Construct, id: string, props: JobFunctionProps) {
    const { step, stage, codeOf, environment, statements } = props
    super(scope, id, {
      code: codeOf(stepEntry(step.name)),
      description: `${step.does} (secrets ${stage.secretsVersion})`,
      memoryMegabytes,
      timeoutSeconds: step.timeoutSeconds,
      logRetentionDays: stage.logRetentionDays,
      environment,
      statements,
      reservedConcurrency: undefined,
    })
  }
}
