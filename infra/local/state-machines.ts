import { setTimeout as wait } from 'node:timers/promises'
import { type Job, type JobName, jobs } from '#shared/pipeline/pipeline'
import { jobVariables } from '../entries.ts'
import type { Variables } from './emulators.ts'
import { type Execution, openExecutions } from './executions.ts'
import { type Input, Interrupted, type Invoke, runPipeline } from './run-pipeline.ts'
import { Refusal, serveExecutions } from './states-protocol.ts'

interface MachineOptions {
  /** File of the executions. */
  readonly path: string
  readonly shards: number
  readonly invoke: Invoke
  readonly log: (line: string) => void
  readonly table?: Readonly<Record<string, Job>>
}

const arnPrefix = 'arn:aws:states:local:000000000000'
const arnOf = (job: string) => `${arnPrefix}:stateMachine:${job}`

/** Stands where Step Functions stands on AWS: runs the executions of a job one at a time, in order. */
export function createMachines({ path, shards, invoke, log, table = jobs }: MachineOptions) {
  const executions = openExecutions(path)
  const lines = new Map<JobName, Promise<void>>()
  const ending = new AbortController()

  const sleep = (seconds: number) =>
    wait(seconds * 1000, undefined, { signal: ending.signal }).catch(() => {
      throw new Interrupted()
    })

  async function run(execution: Execution): Promise<void> {
    const job = table[execution.job]
    if (!job || ending.signal.aborted) return
    const input = JSON.parse(execution.input) as Input
    const remember = (progress: Execution['progress'] & object) => {
      execution.progress = progress
      executions.save()
    }
    const from = execution.progress ? { from: execution.progress } : {}
    try {
      const outcome = await runPipeline({ job, input, shards, invoke, remember, sleep, ...from })
      Object.assign(execution, outcome)
      executions.save()
      const { error } = outcome
      if (error) log(`${execution.job} ${execution.name} failed: ${error.code}: ${error.message}`)
    } catch (error) {
      if (!(error instanceof Interrupted)) throw error
    }
  }

  function enqueue(execution: Execution): void {
    const before = lines.get(execution.job) ?? Promise.resolve()
    lines.set(
      execution.job,
      before.then(() => run(execution)),
    )
  }

  /** Starts an execution; the same name and input as a running one is that one. */
  function start(job: JobName, name: string, input: string): Execution {
    const known = executions.find(job, name)
    if (known?.status === 'RUNNING' && known.input === input) return known
    if (known) throw new Refusal('ExecutionAlreadyExists', `Execution Already Exists: '${name}'`)
    const execution: Execution = { name, job, input, startedAt: new Date().toISOString(), status: 'RUNNING' }
    executions.add(execution)
    enqueue(execution)
    return execution
  }

  return {
    start,
    /** Goes on with what was started and not finished; returns how many. */
    resume(): number {
      const unfinished = executions.unfinished()
      for (const execution of unfinished) enqueue(execution)
      return unfinished.length
    },
    /** Comes to rest; what is unfinished stays remembered. `invoke` must be ending too. */
    async stop(): Promise<void> {
      ending.abort()
      await Promise.all(lines.values())
    },
  }
}

/** Serves the jobs of the desk to the functions' own client. */
export async function serveMachines(start: (job: JobName, name: string, input: string) => Execution) {
  const { url, stop } = await serveExecutions(({ stateMachineArn, name, input }) => {
    const job = (Object.keys(jobVariables) as JobName[]).find((one) => arnOf(one) === stateMachineArn)
    if (!job)
      throw new Refusal('StateMachineDoesNotExist', `State Machine Does Not Exist: '${stateMachineArn}'`)
    return start(job, name, input)
  })
  const env: Variables = { AWS_ENDPOINT_URL_SFN: url }
  for (const [job, variable] of Object.entries(jobVariables)) env[variable] = arnOf(job)
  return { env, stop }
}
