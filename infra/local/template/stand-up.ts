/**
 * The product on this machine from `dist/cdk.out` alone: the table, the bucket, the pool, the routes, the distribution,
 * the schedules and the state machines are what the templates declare, and what runs are the bundles they name.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { root } from '../../entries.ts'
import type { Desk } from '../desk.ts'
import { dataFolder, inFolder, rememberProcesses } from '../desk-folder.ts'
import { startEmulators, type Variables } from '../emulators.ts'
import type { DeskServer } from '../gateway.ts'
import { createPool } from '../provision-identity.ts'
import { createBucket, createTable } from '../provision.ts'
import type { Template } from '../templates.ts'
import { type Cloud, type Declared, openCloud, REF } from './cloud-formation.ts'
import { serveDistribution, siteOf } from './edge.ts'
import { createFunctions, type DeployedFunction } from './functions.ts'
import { answerCall, routesOf } from './http-api.ts'
import { openMachines } from './machines.ts'
import { nameResources } from './names.ts'

const folder = join(root, 'dist', 'cdk.out')

interface Options {
  readonly server: DeskServer
  readonly log: (line: string) => void
  readonly onLoss: (name: string) => void
}

/** Stands the product up from the synthesised templates; `npm run synth` comes first. */
export async function standUpFromTemplates({ server, log, onLoss }: Options): Promise<Desk> {
  if (!existsSync(join(folder, 'manifest.json')))
    throw new Error('There are no templates: run npm run synth.')
  for (const name of ['AWS_PROFILE', 'AWS_SESSION_TOKEN']) delete process.env[name]
  const emulators = await startEmulators({ dataDir: dataFolder, services: ['dynamodb', 's3', 'cognito'] })
  rememberProcesses(emulators.children)
  for (const child of emulators.children) void child.ended.then(() => onLoss(child.name))
  log('emulators: DynamoDB, S3, Cognito')

  const region = 'eu-central-1'
  const cloud = openCloud(folder, region)
  const base: Variables = { ...emulators.env, AWS_REGION: region }
  const provided = await provide(cloud, { env: base, siteUrl: server.url })
  const secrets = openSecrets()
  const reveal = (value: unknown) => revealed(value, { secrets, server })
  const functions = createFunctions({
    logFile: inFolder('jobs.log'),
    records: process.env['PERENNIAL_RECORDS'],
  })
  const env: Variables = { ...base, ...provided }
  const deployed = deployedFunctions(cloud, (resource) => ({
    ...env,
    ...(reveal(cloud.resolve(resource.stack, variablesOf(resource))) as Variables),
    POWERTOOLS_LOG_LEVEL: process.env['POWERTOOLS_LOG_LEVEL'] ?? 'WARN',
  }))
  const machines = await openMachines({ cloud, deployed, functions, log })
  // Functions are told where executions start only now; they are started by their first call.
  env['AWS_ENDPOINT_URL_SFN'] = machines.url
  for (const one of deployed.values()) Object.assign(one.env, { AWS_ENDPOINT_URL_SFN: machines.url })

  const routes = routesOf(cloud, byIntegration(cloud, deployed))
  const site = siteOf(cloud, (hash) => join(folder, `asset.${hash}`))
  server.serve(
    serveDistribution(cloud, {
      reveal,
      site,
      callApi: (response, event) => answerCall(response, { routes, functions, event }),
    }),
  )
  log(`templates: ${cloud.resources.length} resources, ${deployed.size} functions, ${routes.length} routes`)

  async function stop(): Promise<void> {
    await server.stop()
    await Promise.all([machines.stop(), functions.stop()])
    await emulators.stop()
  }
  return { env, stop }
}

/** Makes what the emulators can hold, and says what every resource is called. */
async function provide(
  cloud: Cloud,
  { env, siteUrl }: { env: Variables; siteUrl: string },
): Promise<Variables> {
  const templates = {
    data: templateOf(cloud, 'AWS::DynamoDB::GlobalTable'),
    identity: templateOf(cloud, 'AWS::Cognito::UserPool'),
  }
  const [table, bucket, pool] = await Promise.all([
    createTable(env, undefined, templates),
    createBucket(env, siteUrl, undefined, templates),
    createPool(env, templates),
  ])
  nameResources(cloud, {
    region: env['AWS_REGION'] ?? '',
    filesHost: new URL(env['AWS_ENDPOINT_URL_S3'] ?? '').host,
    siteHost: new URL(siteUrl).host,
    ...table,
    ...bucket,
    ...pool,
  })
  return { ...table, ...bucket, ...pool }
}

/** The template of the stack that declares a resource of a type, as the provisioning reads it. */
function templateOf(cloud: Cloud, type: string): Template {
  const [found] = cloud.ofType(type)
  const inStack = cloud.resources.filter(({ stack }) => stack === found?.stack)
  return {
    Resources: Object.fromEntries(
      inStack.map(({ id, type: Type, properties }) => [id, { Type, Properties: properties }]),
    ),
  }
}

const variablesOf = ({ properties }: Declared): unknown =>
  (properties['Environment'] as { Variables?: unknown } | undefined)?.Variables ?? {}

/** The product's own functions by ARN; CDK's helpers, which only work while deploying, have no ES module. */
function deployedFunctions(
  cloud: Cloud,
  envOf: (resource: Declared) => Variables,
): Map<string, DeployedFunction> {
  return new Map(
    cloud.ofType('AWS::Lambda::Function').flatMap((resource) => {
      const { stack, id, properties, asset } = resource
      if (!asset || !existsSync(join(asset, 'index.mjs'))) return []
      const arn = String(cloud.resolve(stack, { 'Fn::GetAtt': [id, 'Arn'] }))
      const one: DeployedFunction = {
        name: id.replace(/[0-9A-F]{8}$/, ''),
        arn,
        folder: asset,
        memoryMegabytes: Number(properties['MemorySize']),
        timeoutSeconds: Number(properties['Timeout']),
        env: envOf(resource),
      }
      return [[arn, one] as const]
    }),
  )
}

/** The functions by the id of the integration that leads to them. */
function byIntegration(
  cloud: Cloud,
  deployed: ReadonlyMap<string, DeployedFunction>,
): Map<string, DeployedFunction> {
  return new Map(
    cloud.ofType('AWS::ApiGatewayV2::Integration').flatMap(({ stack, id, properties }) => {
      const to = deployed.get(String(cloud.resolve(stack, properties['IntegrationUri'])))
      return to ? [[String(cloud.resolve(stack, { [REF]: id })), to] as const] : []
    }),
  )
}

type Secrets = (arn: string) => string

/** Secrets by ARN, made when first asked for and kept with the data. */
function openSecrets(): Secrets {
  const path = inFolder('secrets.json')
  const kept = new Map<string, string>(
    existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as [string, string][]) : [],
  )
  return (arn) => {
    const secret = kept.get(arn) ?? randomBytes(48).toString('hex').slice(0, 64)
    if (!kept.has(arn)) writeFileSync(path, JSON.stringify([...kept.set(arn, secret)]), { mode: 0o600 })
    return secret
  }
}

/** A value with its dynamic references revealed, and this machine's addresses as http. */
function revealed(value: unknown, { secrets, server }: { secrets: Secrets; server: DeskServer }): unknown {
  const hosts = ['127.0.0.1', new URL(server.url).hostname].join('|').replaceAll('.', '\\.')
  const reveal = (one: unknown): unknown => {
    if (Array.isArray(one)) return one.map(reveal)
    if (typeof one === 'object' && one !== null)
      return Object.fromEntries(Object.entries(one).map(([name, inner]) => [name, reveal(inner)]))
    if (typeof one !== 'string') return one
    return one
      .replaceAll(/\{\{resolve:secretsmanager:(.+?):SecretString:[^}]*\}\}/g, (_, arn: string) =>
        secrets(arn),
      )
      .replaceAll(new RegExp(`https://(?=(?:${hosts}):)`, 'g'), 'http://')
  }
  return reveal(value)
}
