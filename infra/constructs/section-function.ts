import type { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { Construct } from 'constructs'
import type { Section, SectionName } from '#shared/sections'
import type { CodeOf } from '../bundles.ts'
import { sectionEntry } from '../entries.ts'
import type { Stage } from '../stages.ts'
import { HouseFunction } from './house-function.ts'

interface SectionFunctionProps {
  readonly section: Section & { readonly name: SectionName }
  readonly stage: Stage
  readonly codeOf: CodeOf
  readonly environment: Readonly<Record<string, string>>
  readonly statements: readonly PolicyStatement[]
}

// API Gateway waits thirty seconds; a function that is still at it after that works for nobody.
const timeoutSeconds = 29

/** The function of a section. */
export class SectionFunction extends HouseFunction {
  constructor(scope: Construct, id: string, props: SectionFunctionProps) {
    const { section, stage, codeOf, environment, statements } = props
    super(scope, id, {
      code: codeOf(sectionEntry(section.name)),
      description: `${section.title}: ${section.prefixes.join(', ')} (secrets ${stage.secretsVersion})`,
      memoryMegabytes: 1024,
      timeoutSeconds,
      logRetentionDays: stage.logRetentionDays,
      environment,
      statements,
      reservedConcurrency: stage.sectionConcurrency,
    })
  }
}
