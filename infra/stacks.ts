import { type App, Tags } from 'aws-cdk-lib'
import type { CodeOf } from './bundles.ts'
import { functionEnvironment } from './environment.ts'
import { ApiStack } from './stacks/api-stack.ts'
import { DataStack } from './stacks/data-stack.ts'
import { IdentityStack } from './stacks/identity-stack.ts'
import { PipelineStack } from './stacks/pipeline-stack.ts'
import { WatchStack } from './stacks/watch-stack.ts'
import { WebStack } from './stacks/web-stack.ts'
import type { Stage } from './stages.ts'

interface Options {
  readonly stage: Stage
  readonly codeOf: CodeOf
  /** Folder of the built site; without it nothing is uploaded. */
  readonly siteFolder?: string
}

/** The stacks of a stage, each built on those before it. */
export function buildStacks(app: App, { stage, codeOf, siteFolder }: Options) {
  const settings = (name: string) => ({
    stackName: `perennial-${stage.name}-${name}`,
    env: { region: stage.region },
    terminationProtection: stage.terminationProtection,
  })
  const data = new DataStack(app, 'Data', {
    ...settings('data'),
    ...(stage.domain ? { siteOrigin: `https://${stage.domain.name}` } : {}),
  })
  const identity = new IdentityStack(app, 'Identity', settings('identity'))
  const web = new WebStack(app, 'Web', { ...settings('web'), stage, data, siteFolder })
  const environment = functionEnvironment({ stage, data, identity, web })
  const pipeline = new PipelineStack(app, 'Pipeline', {
    ...settings('pipeline'),
    stage,
    data,
    codeOf,
    environment,
  })
  const api = new ApiStack(app, 'Api', {
    ...settings('api'),
    stage,
    data,
    identity,
    api: web.api,
    codeOf,
    environment,
  })
  const watch = new WatchStack(app, 'Watch', {
    ...settings('watch'),
    stage,
    api: web.api,
    table: data.table,
    machines: pipeline.machines,
    functions: new Map([...api.functions, ...pipeline.functions]),
    unstarted: pipeline.unstarted,
  })
  Tags.of(app).add('product', 'perennial')
  Tags.of(app).add('stage', stage.name)
  return { data, identity, web, pipeline, api, watch }
}
