import type { Job, Step, StepResult } from '#shared/pipeline/pipeline'
import { pauseSeconds } from '../retry.ts'

/** What a job or a step is given. */
export type Input = Readonly<Record<string, unknown>>
/** Calls the function of a step. */
export type Invoke = (step: Step, event: Input) => Promise<StepResult>

interface Part {
  readonly isDone: boolean
  readonly cursor?: string
}
/** How far an execution has come: enough to go on after a restart. */
export interface Progress {
  readonly step: number
  readonly parts: readonly Part[]
}
/** How an execution ended. */
export interface Outcome {
  readonly status: 'SUCCEEDED' | 'FAILED'
  readonly error?: StepError
}
interface StepError {
  readonly code: string
  readonly message: string
}

interface Run {
  readonly job: Job
  readonly input: Input
  readonly shards: number
  readonly invoke: Invoke
  readonly from?: Progress
  readonly remember?: (progress: Progress) => void
  readonly sleep?: (seconds: number) => Promise<void>
  readonly random?: () => number
}

/** Thrown by `invoke` when the desk stops: the execution stays where it is and goes on at the next start. */
export class Interrupted extends Error {}

const sleeping = (seconds: number) => new Promise<void>((resolve) => setTimeout(resolve, seconds * 1000))

/** Runs the steps of a job in order, as its state machine would on AWS. Knows no step by name. */
export async function runPipeline(run: Run): Promise<Outcome> {
  const { job, from = { step: 0, parts: [] } } = run
  try {
    for (const [index, step] of job.steps.entries())
      if (index >= from.step) await runStep(run, step, index, index === from.step ? from.parts : [])
    return { status: 'SUCCEEDED' }
  } catch (error) {
    if (error instanceof Interrupted) throw error
    return fail(run, stepError(error))
  }
}

async function fail(run: Run, error: StepError): Promise<Outcome> {
  try {
    await attempt(run, run.job.onFailure, { ...run.input, job: run.job.name, error })
  } catch (failure) {
    if (failure instanceof Interrupted) throw failure
    console.error(`The job ${run.job.name} could not record why it ended:`, failure)
  }
  return { status: 'FAILED', error }
}

async function runStep(run: Run, step: Step, index: number, earlier: readonly Part[]): Promise<void> {
  const count = step.forEach ? run.shards : 1
  const parts = Array.from({ length: count }, (_, part) => earlier[part] ?? { isDone: false })
  const remember = () => run.remember?.({ step: index, parts })
  remember()
  const outcomes = await Promise.allSettled(
    parts.map(async (_, part) => {
      const shard = step.forEach ? { shard: part, shards: run.shards } : {}
      for (let at = parts[part]; at && !at.isDone; at = parts[part]) {
        const cursor = at.cursor === undefined ? {} : { cursor: at.cursor }
        const result = await attempt(run, step, { ...run.input, ...shard, ...cursor })
        parts[part] = step.untilDone && !result.isDone ? result : { isDone: true }
        remember()
      }
    }),
  )
  const failures = outcomes.flatMap((outcome) =>
    outcome.status === 'rejected' ? [outcome.reason as unknown] : [],
  )
  const failure = failures.find((reason) => reason instanceof Interrupted) ?? failures[0]
  if (failure !== undefined) throw failure
}

async function attempt(run: Run, step: Step, event: Input): Promise<StepResult> {
  const { sleep = sleeping, random = Math.random } = run
  for (let attempts = 1; ; attempts++) {
    try {
      return await run.invoke(step, event)
    } catch (error) {
      if (error instanceof Interrupted || attempts >= step.attempts) throw error
      await sleep(pauseSeconds(attempts, random()))
    }
  }
}

function stepError(error: unknown): StepError {
  if (!(error instanceof Error)) return { code: 'Error', message: String(error) }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name
  return { code, message: error.message }
}
