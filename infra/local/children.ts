import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { openSync, readFileSync } from 'node:fs'
import { createServer, connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

/** A program the desk runs beside itself. */
export interface Child {
  readonly name: string
  readonly pid: number
  /** Settles when it ended, wanted or not. */
  readonly ended: Promise<void>
  stop(): Promise<void>
}

interface ChildOptions {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  readonly logFile: string
  readonly cwd?: string
  readonly env?: NodeJS.ProcessEnv
  /** Loopback port on which it answers when it has started. */
  readonly port: number
  /** With a channel a Node child can notice that the desk is gone. */
  readonly hasChannel?: boolean
}

const startSeconds = 20

/** Starts a program and waits until it answers on its port. Its own process group: Ctrl-C reaches only the desk. */
export async function startChild(options: ChildOptions): Promise<Child> {
  const log = openSync(options.logFile, 'a')
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', log, log, ...(options.hasChannel ? (['ipc'] as const) : [])],
    detached: true,
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const failed = new Promise<never>((_, reject) => {
    child.once('error', (error) => reject(new Error(`${options.name} does not start: ${error.message}`)))
    child.once('exit', (code) =>
      reject(new Error(`${options.name} ended with code ${code}; see ${options.logFile}`)),
    )
  })
  failed.catch(() => undefined)
  const endWithUs = () => child.kill('SIGKILL')
  process.once('exit', endWithUs)
  child.once('exit', () => process.off('exit', endWithUs))
  await Promise.race([failed, answering(options)])
  return { name: options.name, pid: child.pid ?? 0, ended, stop: () => stopped(child) }
}

async function answering({ name, port }: ChildOptions): Promise<void> {
  const deadline = Date.now() + startSeconds * 1000
  while (Date.now() < deadline) {
    if (await isListening(port)) return
    await wait(5)
  }
  throw new Error(`${name} did not answer within ${startSeconds} s`)
}

/** Asks a process to end, and ends it when it does not. */
export async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), 3000)
  await gone
  clearTimeout(timer)
}

/** Whether something accepts connections on a loopback port. */
export function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.once('connect', () => resolve(!socket.destroy() || true))
    socket.once('error', () => resolve(false))
  })
}

/** A loopback port nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/** Whether a process of this number exists. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** The command line of a process: numbers are given out again, so a number alone says little. */
export function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch {
    try {
      return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
    } catch {
      return ''
    }
  }
}
