import { join } from 'node:path'
import { root } from '../entries.ts'
import { siteHeaders } from '../headers.ts'
import { cursorSecret, dataFolder, inFolder, rememberProcesses } from './desk-folder.ts'
import { startEmulators, type Emulators, type Variables } from './emulators.ts'
import { type DeskServer, gateway } from './gateway.ts'
import { createPool } from './provision-identity.ts'
import { createBucket, createTable } from './provision.ts'
import { keepSchedules } from './schedules.ts'
import { createMachines, serveMachines } from './state-machines.ts'
import { serveSite } from './static-files.ts'
import { createWorker } from './worker.ts'

/** What the desk is made of, running. */
export interface Desk {
  readonly env: Variables
  stop(): Promise<void>
}

interface DeskOptions {
  readonly server: DeskServer
  readonly log: (line: string) => void
  /** Told when a program the desk needs has ended by itself. */
  readonly onLoss: (name: string) => void
}

/** Stands the product up on this machine: emulators, what the templates say, functions, jobs and schedules. */
export async function standUp(options: DeskOptions): Promise<Desk> {
  const { server, log, onLoss } = options
  // A person's own AWS profile must not be preferred to the emulators' credentials.
  for (const name of ['AWS_PROFILE', 'AWS_SESSION_TOKEN']) delete process.env[name]
  const emulators = await startEmulators({ dataDir: dataFolder, services: ['dynamodb', 's3', 'cognito'] })
  rememberProcesses(emulators.children)
  for (const child of emulators.children) void child.ended.then(() => onLoss(child.name))
  log('emulators: DynamoDB, S3, Cognito')

  const env = await environment(emulators, server.url)
  const worker = createWorker({
    env,
    logFile: inFolder('jobs.log'),
    started: (pid) => rememberProcesses([...emulators.children, { name: 'job-worker', pid }]),
  })
  const shards = Number(env['SHARDS'])
  const machines = createMachines({ path: inFolder('executions.json'), shards, invoke: worker.invoke, log })
  const protocol = await serveMachines(machines.start)
  Object.assign(env, protocol.env)
  // The functions read the environment of their process, as on Lambda.
  Object.assign(process.env, env)
  const files = new URL(env['AWS_ENDPOINT_URL_S3'] ?? '')
  server.serve(gateway({ site: serveSite(join(root, 'dist', 'web'), siteHeaders(files.origin)) }))
  const endSchedules = keepSchedules(machines.start)
  const resumed = machines.resume()
  if (resumed > 0) log(`jobs: ${resumed} unfinished, going on`)

  async function stop(): Promise<void> {
    endSchedules()
    await server.stop()
    await Promise.all([worker.stop(), machines.stop(), protocol.stop()])
    await emulators.stop()
  }
  return { env, stop }
}

/** The environment a Lambda would get, and that sends the AWS SDK to the emulators. */
async function environment({ env }: Emulators, siteOrigin: string): Promise<Variables> {
  const parts = await Promise.all([createTable(env), createBucket(env, siteOrigin), createPool(env)])
  return {
    SITE_ORIGIN: siteOrigin,
    SHARDS: '1',
    TIME_ZONE: process.env['TIME_ZONE'] ?? 'Europe/Berlin',
    CURRENCY: process.env['CURRENCY'] ?? 'EUR',
    CURSOR_SECRET: cursorSecret(),
    INVITES_BY: 'screen',
    POWERTOOLS_LOG_LEVEL: process.env['POWERTOOLS_LOG_LEVEL'] ?? 'WARN',
    ...env,
    ...Object.assign({}, ...parts),
  } as Variables
}
