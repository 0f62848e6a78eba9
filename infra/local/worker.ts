import { type ChildProcess, fork } from 'node:child_process'
import { openSync } from 'node:fs'
import { join } from 'node:path'
import type { StepName } from '#shared/pipeline/pipeline'
import { stepEntry } from '../entries.ts'
import { stopped } from './children.ts'
import type { Variables } from './emulators.ts'
import { Interrupted, type Invoke } from './run-pipeline.ts'

/** One call of a step's function, as it crosses to the worker process. */
export interface WorkerCall {
  readonly id: number
  readonly name: string
  readonly entry: string
  readonly timeoutSeconds: number
  readonly event: unknown
}
/** What came of it. */
export interface WorkerAnswer {
  readonly id: number
  readonly result?: unknown
  readonly error?: { readonly code: string; readonly message: string }
}

interface Waiting {
  settle(answer: WorkerAnswer): void
}

interface WorkerOptions {
  readonly env: Variables
  readonly logFile: string
  readonly entryOf?: (name: StepName) => string
  /** Told the process number of each new worker process. */
  readonly started?: (pid: number) => void
}

class StepFailed extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** Runs steps in a process of their own, which is started when needed and again when it died. */
export function createWorker({ env, logFile, entryOf = stepEntry, started }: WorkerOptions) {
  let current: ChildProcess | undefined
  let isStopping = false
  let lastId = 0
  const waiting = new Map<number, Waiting>()

  function failAll(code: string, message: string): void {
    for (const [id, call] of waiting) call.settle({ id, error: { code, message } })
  }

  function running(): ChildProcess {
    if (current?.connected) return current
    const log = openSync(logFile, 'a')
    const worker = fork(join(import.meta.dirname, 'job-worker.ts'), {
      env: { ...process.env, ...env },
      stdio: ['ignore', log, log, 'ipc'],
      detached: true,
      // Short-lived rows by the million: a small young space keeps the process small and costs little.
      execArgv: ['--max-semi-space-size=8'],
    })
    worker.on('message', (answer: WorkerAnswer) => waiting.get(answer.id)?.settle(answer))
    worker.once('exit', (code, signal) => {
      if (current === worker) current = undefined
      failAll('Runtime.ExitError', `The worker process ended (${signal ?? code}).`)
    })
    started?.(worker.pid ?? 0)
    current = worker
    return worker
  }

  const invoke: Invoke = (step, event) =>
    new Promise((resolve, reject) => {
      if (isStopping) return reject(new Interrupted())
      const worker = running()
      const id = ++lastId
      // What Lambda does with a function that takes too long.
      const timer = setTimeout(() => worker.kill('SIGKILL'), step.timeoutSeconds * 1000)
      waiting.set(id, {
        settle({ result, error }) {
          clearTimeout(timer)
          waiting.delete(id)
          if (isStopping) reject(new Interrupted())
          else if (error) reject(new StepFailed(error.code, error.message))
          else resolve((result ?? { isDone: true }) as { isDone: boolean })
        },
      })
      const { name, timeoutSeconds } = step
      const call: WorkerCall = { id, name, entry: entryOf(name as StepName), timeoutSeconds, event }
      worker.send(call)
    })

  async function stop(): Promise<void> {
    isStopping = true
    if (current) await stopped(current)
    failAll('Stopped', 'The desk stops.')
  }

  return { invoke, stop, pid: () => current?.pid }
}
