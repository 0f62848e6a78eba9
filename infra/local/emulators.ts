import { existsSync, mkdirSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import S3rver from 's3rver'
import { type Child, freePort, startChild } from './children.ts'

/**
 * For tests, without a pool or files:
 *
 *     const emulators = await startEmulators({ dataDir, services: ['dynamodb'], inMemory: true })
 *     await createTable(emulators.env, 'test')      // provision.ts; as many tables as wanted
 *     …clients read emulators.env…
 *     await emulators.stop()
 */
export type Service = 'dynamodb' | 's3' | 'cognito'

/** Environment variables by name. */
export type Variables = Record<string, string>

interface EmulatorOptions {
  readonly dataDir: string
  readonly services: readonly Service[]
  /** The table lives as long as the emulator. */
  readonly inMemory?: boolean
}

/** The running emulators, with the environment that sends the AWS SDK to them. */
export interface Emulators {
  readonly env: Variables
  readonly children: readonly Child[]
  stop(): Promise<void>
}

interface Running {
  readonly env: Variables
  readonly child?: Child
  stop(): Promise<void>
}

const require = createRequire(import.meta.url)
// s3rver knows only this pair; the others take any.
const credentials = { AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER' }

/** Starts the services, all at once, on free loopback ports. */
export async function startEmulators(options: EmulatorOptions): Promise<Emulators> {
  mkdirSync(options.dataDir, { recursive: true })
  const starts = { dynamodb: startDynamo, s3: startFiles, cognito: startIdentity }
  const outcomes = await Promise.allSettled(options.services.map((service) => starts[service](options)))
  const running = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
  const stop = async () => {
    await Promise.all(running.map((service) => service.stop()))
  }
  const failure = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failure) {
    await stop()
    throw failure.reason
  }
  const env = { AWS_REGION: process.env['AWS_REGION'] ?? 'eu-central-1', ...credentials }
  return {
    env: Object.assign(env, ...running.map((service) => service.env)) as Variables,
    children: running.flatMap((service) => service.child ?? []),
    stop,
  }
}

async function startDynamo({ dataDir, inMemory }: EmulatorOptions): Promise<Running> {
  const given = process.env['AWS_ENDPOINT_URL_DYNAMODB']
  if (given) return { env: { AWS_ENDPOINT_URL_DYNAMODB: given }, stop: () => Promise.resolve() }
  const port = await freePort()
  const { command, args } = dynoxide()
  const storage = inMemory ? [] : ['--db-path', join(dataDir, 'table.sqlite')]
  const child = await startChild({
    name: 'dynoxide',
    command,
    args: [...args, '--host', '127.0.0.1', '--port', String(port), ...storage],
    logFile: join(dataDir, 'dynoxide.log'),
    port,
  })
  return { env: { AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${port}` }, child, stop: child.stop }
}

function dynoxide(): { command: string; args: string[] } {
  const given = process.env['DYNOXIDE_BIN']
  if (given) return { command: given, args: [] }
  try {
    const folder = dirname(require.resolve(`@dynoxide/${process.platform}-${process.arch}/package.json`))
    const command = join(folder, 'dynoxide')
    if (existsSync(command)) return { command, args: [] }
  } catch {
    // Not the platform of the installed binary.
  }
  return { command: 'npx', args: ['--yes', 'dynoxide'] }
}

async function startFiles({ dataDir }: EmulatorOptions): Promise<Running> {
  const directory = join(dataDir, 'files')
  mkdirSync(directory, { recursive: true })
  const server = new S3rver({ address: '127.0.0.1', port: 0, directory, silent: true, vhostBuckets: false })
  answerWhenWritten(server)
  const { port } = await server.run()
  const env = { AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${port}` }
  return { env, stop: () => closed(server) }
}

interface Written {
  readonly size: number
}

interface FileStore {
  putObject(object: { bucket: string; key: string }): Promise<Written>
  getResourcePath(bucket: string, key: string, resource: 'object'): string
}

const WRITE_MILLISECONDS = 30_000

/** s3rver answers a PUT before the bytes are on the disk; S3 never does, so a read straight after must find them. */
function answerWhenWritten(server: S3rver): void {
  // The store is what s3rver keeps files in; its types leave it out.
  const { store } = server as unknown as { store: FileStore }
  const put = store.putObject.bind(store)
  store.putObject = async (object) => {
    const written = await put(object)
    const path = store.getResourcePath(object.bucket, object.key, 'object')
    const isWritten = () => statSync(path, { throwIfNoEntry: false })?.size === written.size
    for (let waited = 0; !isWritten(); waited += 5) {
      if (waited > WRITE_MILLISECONDS) throw new Error(`${object.key} did not reach the disk`)
      await setTimeout(5)
    }
    return written
  }
}

// Its close waits for kept-alive connections, which nobody on the desk will ever end.
function closed(server: S3rver): Promise<void> {
  const { httpServer } = server as unknown as { httpServer?: { closeAllConnections(): void } }
  const done = server.close()
  httpServer?.closeAllConnections()
  return done
}

async function startIdentity({ dataDir }: EmulatorOptions): Promise<Running> {
  const port = await freePort()
  const cwd = join(dataDir, 'identity')
  mkdirSync(cwd, { recursive: true })
  const watch = `process.on('disconnect', () => process.exit(0))`
  const child = await startChild({
    name: 'cognito-local',
    command: process.execPath,
    args: [
      `--import=data:text/javascript,${encodeURIComponent(watch)}`,
      require.resolve('cognito-local/lib/bin/start.js'),
    ],
    cwd,
    env: { HOST: '127.0.0.1', PORT: String(port), AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE: '1' },
    logFile: join(dataDir, 'cognito-local.log'),
    port,
    hasChannel: true,
  })
  const url = `http://127.0.0.1:${port}`
  return { env: { AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: url }, child, stop: child.stop }
}
