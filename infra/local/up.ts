import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { root } from '../entries.ts'
import {
  announce,
  endOrphans,
  isSettled,
  leave,
  makeFolder,
  runningDesk,
  settle,
  wipe,
} from './desk-folder.ts'
import { type Desk, standUp } from './desk.ts'
import { type DeskServer, openServer } from './gateway.ts'
import { createDemoUsers } from './provision-identity.ts'

/** What a person is told without a stack trace. */
class Notice extends Error {}

type SeedDemo = (options: {
  url: string
  password: string
  clients: number | undefined
  log: (line: string) => void
}) => Promise<void>

const log = (line: string) => console.log(line)
let desk: Desk | undefined
let stoppingSince: number | undefined
// Ctrl-C arrives twice, from the terminal and from npm; whoever presses it again later means it.
const impatienceMilliseconds = 1000

async function up(): Promise<void> {
  const options = readOptions()
  const server = await takePort()
  await prepareFolder(options.isFresh)
  const stand = options.isFromTemplate
    ? (await import('./template/stand-up.ts')).standUpFromTemplates
    : standUp
  desk = await stand({ server, log, onLoss: (name) => void (stoppingSince ?? stop(1, `${name} ended.`)) })
  announce({ url: server.url, pid: process.pid, env: desk.env })
  const password = process.env['DEMO_PASSWORD'] ?? 'perennial-demo-2026'
  const users = await createDemoUsers(desk.env, password)
  if (options.isEmpty && !isSettled()) settle('empty')
  if (!isSettled()) await importDemo({ url: server.url, password, clients: options.clients, log })
  log(`sign in as ${users.join(', ')}`)
  log(`password: ${password}`)
  log(`ready ${server.url}`)
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        empty: { type: 'boolean' },
        fresh: { type: 'boolean' },
        clients: { type: 'string' },
        template: { type: 'boolean' },
      },
    })
    const clients = values.clients === undefined ? undefined : Number(values.clients)
    if (clients !== undefined && !(Number.isInteger(clients) && clients > 0))
      throw new Error('--clients takes a whole number above 0.')
    const { empty: isEmpty = false, fresh: isFresh = false, template: isFromTemplate = false } = values
    return { isEmpty, isFresh, clients, isFromTemplate }
  } catch (error) {
    throw new Notice(`${messageOf(error)}\nUse: npm start -- [--empty] [--fresh] [--clients N] [--template]`)
  }
}

// The port comes first: whoever holds it also decides about the data folder and the processes in it.
async function takePort(): Promise<DeskServer> {
  const port = Number(process.env['PORT'] ?? 3000)
  try {
    return await openServer(port, process.env['HOST'] ?? 'localhost')
  } catch (error) {
    const running = runningDesk()
    if (running?.url.endsWith(`:${port}`))
      throw new Notice(`The desk already runs at ${running.url} (process ${running.pid}).`)
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE')
      throw new Notice(`Port ${port} is taken. Choose another one: PORT=${port + 1} npm start`)
    throw new Notice(`Port ${process.env['PORT']} cannot be used: ${messageOf(error)}`)
  }
}

async function prepareFolder(isFresh: boolean): Promise<void> {
  const running = runningDesk()
  if (running)
    throw new Notice(`The data folder is in use by the desk at ${running.url} (process ${running.pid}).`)
  makeFolder()
  const orphans = await endOrphans()
  if (orphans.length > 0) log(`ended what a killed desk left behind: ${orphans.join(', ')}`)
  if (isFresh) wipe()
}

async function importDemo(options: Parameters<SeedDemo>[0]): Promise<void> {
  const path = join(root, 'infra', 'local', 'demo', 'seed.ts')
  if (!existsSync(path)) return log('no demonstration data to import')
  const { seedDemo } = (await import(pathToFileURL(path).href)) as { seedDemo: SeedDemo }
  await seedDemo(options)
  settle('imported')
}

async function stop(code: number, reason?: string): Promise<void> {
  if (stoppingSince !== undefined) {
    if (Date.now() - stoppingSince > impatienceMilliseconds) process.exit(code)
    return
  }
  stoppingSince = Date.now()
  if (reason) console.error(reason)
  await desk?.stop().catch((error: unknown) => console.error(error))
  leave()
  process.exit(code)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(0))
up().catch((error: unknown) => {
  if (error instanceof Notice) {
    console.error(error.message)
    process.exit(1)
  }
  console.error(error)
  void stop(1)
})
