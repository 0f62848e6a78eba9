import { describe, expect, test } from 'vitest'
import { definition, type State } from '#infra/constructs/states'
import { runPipeline } from '#infra/local/run-pipeline'
import { retry } from '#infra/retry'
import { type Job, jobs, type Step } from '#shared/pipeline/pipeline'

const shards = 3
const surroundings = { functionArn: (step: Step) => `arn:${step.name}`, shards, shardsAtOnce: 2 }
const machineOf = (job: Job) => definition(job, surroundings)
type States = Readonly<Record<string, State>>

const functionOf = (state: State) =>
  (state['Arguments'] as { FunctionName: string }).FunctionName.slice('arn:'.length)
const inner = (state: State) => state['ItemProcessor'] as { StartAt: string; States: States }

function taskOf(states: States, name: string): State {
  const state = states[name] ?? {}
  return state['Type'] === 'Map' ? (inner(state).States[inner(state).StartAt] ?? {}) : state
}

/** Follows the machine as Step Functions would: which function is called, as often as `isDone` says. */
function traceOf(startAt: string, states: States, isDone: (step: string, call: number) => boolean): string[] {
  const trace: string[] = []
  for (let at: string | undefined = startAt; at;) {
    const state: State = states[at] ?? {}
    if (state['Type'] === 'Task') trace.push(functionOf(state))
    if (state['Type'] === 'Map')
      for (const _ of state['Items'] as number[])
        trace.push(...traceOf(inner(state).StartAt, inner(state).States, isDone))
    const [choice] = (state['Choices'] ?? []) as { Next: string }[]
    const last = trace.at(-1) ?? ''
    const calls = trace.length - 1 - trace.findLastIndex((name) => name !== last)
    if (choice) at = isDone(last, calls) ? choice.Next : (state['Default'] as string)
    else at = state['Next'] as string | undefined
  }
  return trace
}

describe.each(Object.entries<Job>(jobs))('the state machine of %s', (_name, job) => {
  const machine = machineOf(job)

  test('visits the same steps as the desk, also when they are called again', async () => {
    const onDesk: string[] = []
    const calls = new Map<string, number>()
    await runPipeline({
      job,
      input: {},
      shards,
      invoke: (step, { shard }) => {
        const key = `${step.name} ${String(shard)}`
        calls.set(key, (calls.get(key) ?? 0) + 1)
        onDesk.push(step.name)
        return Promise.resolve({ isDone: (calls.get(key) ?? 0) >= 3 })
      },
    })

    expect(traceOf(machine.StartAt, machine.States, (_step, call) => call >= 3)).toEqual(onDesk)
  })

  test('gives each step the attempts and the time of the data', () => {
    for (const step of [...job.steps, job.onFailure] as Step[]) {
      const task = taskOf(machine.States, step.name)
      expect(functionOf(task)).toBe(step.name)
      expect(task['TimeoutSeconds']).toBe(step.timeoutSeconds + 30)
      expect(task['Retry']).toEqual([
        {
          ErrorEquals: ['States.ALL'],
          MaxAttempts: step.attempts - 1,
          IntervalSeconds: retry.firstSeconds,
          BackoffRate: retry.rate,
          MaxDelaySeconds: retry.longestSeconds,
          JitterStrategy: 'FULL',
        },
      ])
    }
  })

  test('spreads a step over the shards where the data says so, so many at once', () => {
    for (const step of job.steps as readonly Step[]) {
      const state = machine.States[step.name] ?? {}
      expect(state['Type']).toBe(step.forEach ? 'Map' : 'Task')
      if (step.forEach) expect(state).toMatchObject({ Items: [0, 1, 2], MaxConcurrency: 2 })
    }
  })

  test('records the failure of any step, then fails', () => {
    for (const { name } of job.steps)
      expect(machine.States[name]?.['Catch']).toMatchObject([
        { ErrorEquals: ['States.ALL'], Next: job.onFailure.name },
      ])
    const failing = machine.States[job.onFailure.name]?.['Next']
    expect(machine.States[String(failing)]).toMatchObject({ Type: 'Fail' })
  })

  test('has no state that nothing leads to', () => {
    const text = JSON.stringify(machine)
    for (const name of Object.keys(machine.States))
      expect(text).toMatch(new RegExp(`"(StartAt|Next|Default)":"${name.replace('?', '\\?')}"`))
  })
})
