import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App } from 'aws-cdk-lib'
import { Code } from 'aws-cdk-lib/aws-lambda'
import { root } from '#infra/entries'
import { acknowledge } from '#infra/nag'
import { buildStacks } from '#infra/stacks'
import { type Stage, stages } from '#infra/stages'

/** A resource of a template. */
export interface Resource {
  readonly Type: string
  readonly Properties: Record<string, unknown>
  readonly DeletionPolicy?: string
  readonly UpdateReplacePolicy?: string
}

/** The stacks of a stage as an app, without bundled code and with a site of two files. */
export function buildApp(stage: Stage = stages.dev) {
  const folder = mkdtempSync(join(tmpdir(), 'perennial-synth-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  mkdirSync(join(folder, 'site', 'assets'), { recursive: true })
  writeFileSync(join(folder, 'site', 'index.html'), '<title>Perennial</title>')
  writeFileSync(join(folder, 'site', 'assets', 'app-1a2b.js'), 'export {}')
  const { context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as { context: object }
  const app = new App({ context: { ...context }, outdir: join(folder, 'cdk.out') })
  const codeOf = () => Code.fromInline('export const handler = () => undefined')
  const stacks = buildStacks(app, { stage, codeOf, siteFolder: join(folder, 'site') })
  return { app, stacks, folder }
}

/** The resources of every stack of a stage, by the name of the stack, and the folder it was written to. */
export function synthesise(stage: Stage = stages.dev) {
  const { app, stacks: built, folder } = buildApp(stage)
  acknowledge(app, stage.name)
  const assembly = app.synth()
  const templates = Object.entries(built).map(([name, stack]) => {
    const template = assembly.getStackArtifact(stack.artifactId).template as {
      Resources: Record<string, Resource>
    }
    return [name, template.Resources] as const
  })
  const stacks = Object.fromEntries(templates) as Record<keyof typeof built, Record<string, Resource>>
  return { stacks, folder }
}

/** The resources of a type. */
export function ofType(resources: Record<string, Resource>, type: string): Resource[] {
  return Object.values(resources).filter((resource) => resource.Type === type)
}

/** The one resource of a type. */
export function theOne(resources: Record<string, Resource>, type: string): Resource {
  const [first, ...others] = ofType(resources, type)
  if (!first || others.length > 0)
    throw new Error(`Expected one ${type}, found ${others.length + (first ? 1 : 0)}`)
  return first
}
