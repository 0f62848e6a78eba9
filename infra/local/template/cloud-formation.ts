import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A resource as a template declares it. */
export interface Declared {
  readonly stack: string
  readonly id: string
  readonly type: string
  readonly properties: Readonly<Record<string, unknown>>
  /** Folder of the asset the resource is made of, where it has one. */
  readonly asset: string | undefined
}

/** The templates of one stage, and what their values come to once resources exist. */
export interface Cloud {
  readonly resources: readonly Declared[]
  ofType(type: string): Declared[]
  /** Says what `Ref` or an attribute of a resource is. */
  exists(resource: Declared, values: Readonly<Record<string, string>>): void
  /** A value of a template with its intrinsic functions worked out. */
  resolve(stack: string, value: unknown): unknown
}

interface Template {
  readonly Resources?: Record<string, Resource>
  readonly Outputs?: Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: string } }>
}
interface Resource {
  readonly Type: string
  readonly Properties?: Record<string, unknown>
  readonly Metadata?: Record<string, unknown>
}
interface Manifest {
  readonly artifacts: Record<
    string,
    {
      readonly type: string
      readonly properties?: { readonly templateFile?: string; readonly stackName?: string }
    }
  >
}

/** Key of what `Ref` gives. */
export const REF = 'Ref'

/** The account everything here belongs to. */
export const ACCOUNT = '000000000000'

const pseudo: Readonly<Record<string, string>> = {
  'AWS::AccountId': ACCOUNT,
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::NoValue': '',
}

/** Reads a cloud assembly, as `cdk synth` left it. */
export function openCloud(folder: string, region: string): Cloud {
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest
  const stacks = Object.values(manifest.artifacts).flatMap(({ type, properties }) =>
    type === 'aws:cloudformation:stack' && properties?.templateFile
      ? [{ name: properties.stackName ?? '', file: properties.templateFile }]
      : [],
  )
  const templates = new Map(
    stacks.map(({ name, file }) => [name, JSON.parse(readFileSync(join(folder, file), 'utf8')) as Template]),
  )
  const resources = [...templates].flatMap(([stack, { Resources = {} }]) =>
    Object.entries(Resources).map(([id, resource]) => declared(folder, { stack, id, resource })),
  )
  const known = new Map<string, Readonly<Record<string, string>>>()
  const exported = new Map(
    [...templates].flatMap(([stack, { Outputs = {} }]) =>
      Object.values(Outputs).flatMap(({ Value, Export }) =>
        Export ? [[Export.Name, { stack, value: Value }] as const] : [],
      ),
    ),
  )

  function attribute(stack: string, id: string, name: string): string {
    if (name === REF && id in pseudo) return pseudo[id] ?? ''
    if (name === REF && id === 'AWS::Region') return region
    if (name === REF && id === 'AWS::StackName') return stack
    const value = known.get(`${stack}/${id}`)?.[name]
    if (value === undefined) throw new Error(`Nothing says what ${name} of ${stack}/${id} is.`)
    return value
  }

  function imported(name: string): unknown {
    const found = exported.get(name)
    if (!found) throw new Error(`No stack exports ${name}.`)
    return resolve(found.stack, found.value)
  }

  const resolve = resolver({ attribute, imported })

  return {
    resources,
    ofType: (type) => resources.filter((resource) => resource.type === type),
    exists: ({ stack, id }, values) =>
      void known.set(`${stack}/${id}`, { ...known.get(`${stack}/${id}`), ...values }),
    resolve,
  }
}

interface Lookups {
  attribute(stack: string, id: string, name: string): string
  imported(name: string): unknown
}

/** Works out values of templates: intrinsic functions by name, everything else part by part. */
function resolver({ attribute, imported }: Lookups): Cloud['resolve'] {
  function resolve(stack: string, value: unknown): unknown {
    if (Array.isArray(value)) return value.map((one) => resolve(stack, one))
    if (typeof value !== 'object' || value === null) return value
    const [only, ...others] = Object.entries(value)
    if (only && others.length === 0) {
      const [name, argument] = only
      const done = intrinsics[name]?.(stack, argument)
      if (done !== undefined) return done
    }
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, resolve(stack, one)]))
  }
  const list = (stack: string, argument: unknown) => resolve(stack, argument) as unknown[]
  const intrinsics: Readonly<Record<string, (stack: string, argument: unknown) => unknown>> = {
    Ref: (stack, id) => attribute(stack, String(id), REF),
    'Fn::GetAtt': (stack, argument) => {
      const [id = '', ...path] = typeof argument === 'string' ? argument.split('.') : (argument as string[])
      return attribute(stack, id, path.join('.'))
    },
    'Fn::ImportValue': (stack, argument) => imported(String(resolve(stack, argument))),
    'Fn::Join': (stack, argument) => {
      const [separator, parts] = list(stack, argument) as [string, unknown[]]
      return parts.map(String).join(separator)
    },
    'Fn::Split': (stack, argument) => {
      const [separator, text] = list(stack, argument) as [string, string]
      return text.split(separator)
    },
    'Fn::Select': (stack, argument) => {
      const [index, from] = list(stack, argument) as [number | string, unknown[]]
      return from[Number(index)]
    },
    'Fn::Sub': (stack, argument) =>
      String(Array.isArray(argument) ? argument[0] : argument).replaceAll(
        /\$\{([^}!]+)\}/g,
        (_, id: string) => attribute(stack, id, REF),
      ),
  }
  return resolve
}

function declared(
  folder: string,
  { stack, id, resource }: { stack: string; id: string; resource: Resource },
): Declared {
  const asset = resource.Metadata?.['aws:asset:path']
  return {
    stack,
    id,
    type: resource.Type,
    properties: resource.Properties ?? {},
    asset: typeof asset === 'string' ? join(folder, asset) : undefined,
  }
}
