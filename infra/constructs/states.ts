import type { Job, Step } from '#shared/pipeline/pipeline'
import { retry } from '../retry.ts'

/** A state in Amazon States Language. */
export type State = Readonly<Record<string, unknown>>
/** A state machine in Amazon States Language. */
export interface Definition {
  readonly Comment: string
  readonly QueryLanguage: 'JSONata'
  readonly StartAt: string
  readonly States: Readonly<Record<string, State>>
}

interface Surroundings {
  readonly functionArn: (step: Step) => string
  readonly shards: number
  readonly shardsAtOnce: number
}

// A cold start counts for the state, not for the function.
const startSeconds = 30
const failed = 'Failed'
const nothing = {}

// What a step is given: the execution's input, and where this call stands (`at`: shard, shards, cursor).
const eventOf = '{% $merge([$states.context.Execution.Input, $states.input.at]) %}'
const whereNext =
  "{% {'isDone': $states.result.Payload.isDone, 'at': $merge([$states.input.at, {'cursor': $states.result.Payload.cursor}])} %}"
// The cause of a failed function is JSON, that of a time-out is text, and neither need be there.
const errorOf =
  "{% {'error': {'code': $states.errorOutput.Error, 'message': ($substring($states.errorOutput.Cause, 0, 1) = '{' " +
  "? $parse($states.errorOutput.Cause).errorMessage : $states.errorOutput.Cause) & ''}} %}"

/** A job as a state machine: its steps in order, then nothing; on a failure `onFailure`, then the failure. */
export function definition(job: Job, surroundings: Surroundings): Definition {
  const states: Record<string, State> = {}
  job.steps.forEach((step, index) => {
    const next = job.steps[index + 1]?.name
    Object.assign(
      states,
      step.forEach ? spread(step, job, next, surroundings) : single(step, job, next, surroundings),
    )
  })
  const { onFailure } = job
  return {
    Comment: job.does,
    QueryLanguage: 'JSONata',
    StartAt: job.steps[0]?.name ?? failed,
    States: {
      ...states,
      [onFailure.name]: {
        ...task(onFailure, surroundings),
        Arguments: {
          FunctionName: surroundings.functionArn(onFailure),
          Payload: `{% $merge([$states.context.Execution.Input, {'job': '${job.name}', 'error': $states.input.error}]) %}`,
        },
        Output: '{% $states.input %}',
        Next: failed,
      },
      [failed]: {
        Type: 'Fail',
        Error: '{% $states.input.error.code %}',
        Cause: '{% $states.input.error.message %}',
      },
    },
  }
}

function task(step: Step, { functionArn }: Surroundings): State {
  return {
    Type: 'Task',
    Comment: step.does,
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName: functionArn(step), Payload: eventOf },
    TimeoutSeconds: step.timeoutSeconds + startSeconds,
    Retry: [
      {
        ErrorEquals: ['States.ALL'],
        MaxAttempts: step.attempts - 1,
        IntervalSeconds: retry.firstSeconds,
        BackoffRate: retry.rate,
        MaxDelaySeconds: retry.longestSeconds,
        JitterStrategy: 'FULL',
      },
    ],
  }
}

const onwards = (next: string | undefined): State => (next === undefined ? { End: true } : { Next: next })
const caught = (job: Job): State => ({
  Catch: [{ ErrorEquals: ['States.ALL'], Output: errorOf, Next: job.onFailure.name }],
})

function single(
  step: Step,
  job: Job,
  next: string | undefined,
  surroundings: Surroundings,
): Record<string, State> {
  const state = { ...task(step, surroundings), ...caught(job) }
  if (!step.untilDone) return { [step.name]: { ...state, Output: nothing, ...onwards(next) } }
  return loop(step, state, next)
}

// Called again with where it stopped, until it says that it is done.
function loop(step: Step, state: State, next: string | undefined): Record<string, State> {
  const isDone = `${step.name}: done?`
  const done = `${step.name}: done`
  return {
    [step.name]: { ...state, Output: whereNext, Next: isDone },
    [isDone]: {
      Type: 'Choice',
      Choices: [{ Condition: '{% $states.input.isDone = true %}', Next: done }],
      Default: step.name,
    },
    [done]: { Type: 'Pass', Output: nothing, ...onwards(next) },
  }
}

function spread(
  step: Step,
  job: Job,
  next: string | undefined,
  surroundings: Surroundings,
): Record<string, State> {
  const each = `${step.name}: one shard`
  const inner = { ...step, name: each }
  const state = task(step, surroundings)
  return {
    [step.name]: {
      Type: 'Map',
      Comment: step.does,
      Items: Array.from({ length: surroundings.shards }, (_, shard) => shard),
      ItemSelector: { at: { shard: '{% $states.context.Map.Item.Value %}', shards: surroundings.shards } },
      MaxConcurrency: surroundings.shardsAtOnce,
      ItemProcessor: {
        ProcessorConfig: { Mode: 'INLINE' },
        StartAt: each,
        States: step.untilDone
          ? loop(inner, state, undefined)
          : { [each]: { ...state, Output: nothing, End: true } },
      },
      ...caught(job),
      Output: nothing,
      ...onwards(next),
    },
  }
}
