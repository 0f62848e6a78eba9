import { type ChildProcess, fork } from 'node:child_process'
import { openSync } from 'node:fs'
import { join } from 'node:path'
import { stopped } from '../children.ts'
import type { Variables } from '../emulators.ts'
import type { HostAnswer, HostCall } from './function-host.ts'

/** A function as its template has it, with where its bundle lies and what its environment came to. */
export interface DeployedFunction {
  readonly name: string
  readonly arn: string
  readonly folder: string
  readonly memoryMegabytes: number
  readonly timeoutSeconds: number
  readonly env: Variables
}

/** An error as Lambda reports it. */
export class FunctionError extends Error {
  readonly errorType: string
  constructor({ errorType, errorMessage }: { errorType: string; errorMessage: string }) {
    super(errorMessage)
    this.errorType = errorType
  }
}

// Lambda leaves a tenth of the memory to what is not the heap.
const HEAP_SHARE = 0.9

/** Runs deployed functions, each in a process of its own, started by its first call. */
export function createFunctions({ logFile, records }: { logFile: string; records?: string | undefined }) {
  const running = new Map<string, ChildProcess>()
  const waiting = new Map<number, (answer: HostAnswer) => void>()
  let lastId = 0

  function hostOf({
    name,
    arn,
    folder,
    memoryMegabytes,
    timeoutSeconds,
    env,
  }: DeployedFunction): ChildProcess {
    const known = running.get(arn)
    if (known?.connected) return known
    const log = openSync(logFile, 'a')
    const { PATH = '' } = process.env
    const host = fork(
      join(import.meta.dirname, 'function-host.ts'),
      [folder, name, String(timeoutSeconds), records ?? ''],
      {
        env: { ...env, PATH },
        stdio: ['ignore', log, log, 'ipc'],
        detached: true,
        execArgv: [`--max-old-space-size=${Math.floor(HEAP_SHARE * memoryMegabytes)}`],
      },
    )
    const mine = new Set<number>()
    calls.set(host, mine)
    host.on('message', (answer: HostAnswer) => waiting.get(answer.id)?.(answer))
    host.once('exit', (code, signal) => {
      if (running.get(arn) === host) running.delete(arn)
      const errorMessage = `The process of the function ended (${signal ?? code}).`
      for (const id of mine)
        waiting.get(id)?.({ id, error: { errorType: 'Runtime.ExitError', errorMessage } })
    })
    process.once('exit', () => host.kill('SIGKILL'))
    running.set(arn, host)
    return host
  }

  const calls = new WeakMap<ChildProcess, Set<number>>()

  /** Invokes a function; its error is a FunctionError, and so is what ends it. */
  function invoke(deployed: DeployedFunction, event: unknown): Promise<unknown> {
    const host = hostOf(deployed)
    const id = ++lastId
    calls.get(host)?.add(id)
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => host.kill('SIGKILL'), deployed.timeoutSeconds * 1_000)
      waiting.set(id, ({ result, error }) => {
        clearTimeout(timer)
        waiting.delete(id)
        calls.get(host)?.delete(id)
        if (error) reject(new FunctionError(error))
        else resolve(result)
      })
      const call: HostCall = { id, event }
      host.send(call)
    })
  }

  async function stop(): Promise<void> {
    await Promise.all([...running.values()].map((host) => stopped(host)))
  }

  return { invoke, stop }
}

/** Runs deployed functions. */
export type Functions = ReturnType<typeof createFunctions>
