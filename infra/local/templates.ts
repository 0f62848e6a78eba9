import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../entries.ts'

interface Resource {
  readonly Type: string
  readonly Properties?: Record<string, unknown>
}
/** A template as CloudFormation reads it. */
export interface Template {
  readonly Resources: Record<string, Resource>
}
/** What the desk takes from CloudFormation: the stateful stacks as they would be deployed. */
export interface Templates {
  readonly data: Template
  readonly identity: Template
}

const sources = [
  'cdk.json',
  'infra/constructs/generated-secret.ts',
  'infra/constructs/private-bucket.ts',
  'infra/stacks/data-stack.ts',
  'infra/stacks/identity-stack.ts',
  'shared/access/rights.ts',
  'node_modules/aws-cdk-lib/package.json',
]

/** The templates of the stateful stacks; kept under the hash of what they are made from, because a synth takes seconds. */
export async function loadTemplates(): Promise<Templates> {
  const folder = join(root, 'node_modules', '.cache', 'perennial')
  const path = join(folder, `templates-${hashOfSources()}.json`)
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Templates
  } catch {
    const templates = await synthesise()
    mkdirSync(folder, { recursive: true })
    writeFileSync(path, JSON.stringify(templates))
    return templates
  }
}

async function synthesise(): Promise<Templates> {
  const [{ App }, { DataStack }, { IdentityStack }] = await Promise.all([
    import('aws-cdk-lib'),
    import('../stacks/data-stack.ts'),
    import('../stacks/identity-stack.ts'),
  ])
  const { context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as { context: object }
  const app = new App({ context: { ...context }, outdir: join(root, 'dist', 'desk.out') })
  const data = new DataStack(app, 'Data', {})
  const identity = new IdentityStack(app, 'Identity', {})
  const assembly = app.synth()
  return {
    data: assembly.getStackArtifact(data.artifactId).template as Template,
    identity: assembly.getStackArtifact(identity.artifactId).template as Template,
  }
}

function hashOfSources(): string {
  const hash = createHash('sha256')
  for (const source of sources) hash.update(source).update(readFileSync(join(root, source)))
  return hash.digest('hex').slice(0, 16)
}

/** The properties of every resource of a type, in the order of the template. */
export function resourcesOf(template: Template, type: string): Record<string, unknown>[] {
  return Object.values(template.Resources)
    .filter((resource) => resource.Type === type)
    .map((resource) => resource.Properties ?? {})
}
