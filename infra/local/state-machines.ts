import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { type Job, type JobName, jobs } from '#shared/pipeline/pipeline'
import { jobVariables } from '../entries.ts'
import type { Variables } from './emulators.ts'
import { type Execution, openExecutions } from './executions.ts'
import { type Input, Interrupted, type Invoke, runPipeline } from './run-pipeline.ts'

interface MachineOptions {
  /** File of the executions. */
  readonly path: string
  readonly shards: number
  readonly invoke: Invoke
  readonly log: (line: string) => void
  readonly table?: Readonly<Record<string, Job>>
}

/** A refusal in the AWS JSON protocol. */
class Refusal extends Error {
  readonly type: string
  constructor(type: string, message: string) {
    super(message)
    this.type = type
  }
}

const arnPrefix = 'arn:aws:states:local:000000000000'
const arnOf = (job: string) => `${arnPrefix}:stateMachine:${job}`
// Step Functions' own rule for names of executions.
const legalName = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/]{1,80}$/

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

/** Speaks the AWS JSON protocol of StartExecution, so that the functions' own client starts jobs on the desk. */
export async function serveMachines(start: (job: JobName, name: string, input: string) => Execution) {
  const server = createServer((request, response) => void answer(request, response, start))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const env: Variables = { AWS_ENDPOINT_URL_SFN: `http://127.0.0.1:${port}` }
  for (const [job, variable] of Object.entries(jobVariables)) env[variable] = arnOf(job)
  function stop(): Promise<void> {
    return new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  }
  return { env, stop }
}

type Start = Parameters<typeof serveMachines>[0]

async function answer(request: IncomingMessage, response: ServerResponse, start: Start): Promise<void> {
  response.setHeader('content-type', 'application/x-amz-json-1.0')
  try {
    const body = await text(request)
    if (request.headers['x-amz-target'] !== 'AWSStepFunctions.StartExecution')
      throw new Refusal('UnknownOperationException', 'The desk knows StartExecution only.')
    response.end(JSON.stringify(startExecution(body, start)))
  } catch (error) {
    const isRefusal = error instanceof Refusal
    const message = error instanceof Error ? error.message : String(error)
    response.statusCode = isRefusal ? 400 : 500
    response.end(JSON.stringify({ __type: isRefusal ? error.type : 'InternalFailure', message }))
  }
}

function startExecution(body: string, start: Start): object {
  const {
    stateMachineArn,
    name = crypto.randomUUID(),
    input = '{}',
  } = JSON.parse(body) as Record<string, string>
  const job = (Object.keys(jobVariables) as JobName[]).find((one) => arnOf(one) === stateMachineArn)
  if (!job)
    throw new Refusal('StateMachineDoesNotExist', `State Machine Does Not Exist: '${stateMachineArn}'`)
  if (!legalName.test(name)) throw new Refusal('InvalidName', `Invalid Name: '${name}'`)
  if (!isJson(input)) throw new Refusal('InvalidExecutionInput', 'The input is not JSON.')
  const { startedAt } = start(job, name, input)
  return { executionArn: `${arnPrefix}:execution:${job}:${name}`, startDate: Date.parse(startedAt) / 1000 }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
