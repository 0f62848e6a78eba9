import { describe, expect, test } from 'vitest'
import { definition } from '#infra/constructs/states'
import { type Machine, runMachine, StatesError } from '#infra/local/template/state-language'
import type { Job } from '#shared/pipeline/pipeline'

const step = { timeoutSeconds: 60, attempts: 3 }
const job: Job = {
  name: 'valuation',
  does: 'A job for a test',
  onFailure: { ...step, name: 'abandon', does: 'Records why' },
  steps: [
    { ...step, name: 'open', does: 'Opens' },
    { ...step, name: 'value', does: 'Values', forEach: 'shard', untilDone: true },
    { ...step, name: 'publish', does: 'Publishes', untilDone: true },
  ],
}
// The very text that CDK puts into the template.
const machine = JSON.parse(
  JSON.stringify(definition(job, { functionArn: ({ name }) => name, shards: 3, shardsAtOnce: 2 })),
) as Machine

type Call = readonly [string, Record<string, unknown>]

async function run(answer: (call: Call, earlier: readonly Call[]) => unknown) {
  const calls: Call[] = []
  const pauses: number[] = []
  const outcome = await runMachine(machine, {
    input: { runId: 'r1' },
    name: 'r1',
    world: {
      random: () => 0.5,
      sleep: (milliseconds) => Promise.resolve(pauses.push(milliseconds)),
      invoke: (name, payload) => {
        const call: Call = [name, payload as Record<string, unknown>]
        const earlier = [...calls]
        calls.push(call)
        return Promise.resolve().then(() => answer(call, earlier))
      },
    },
  }).then(
    (output) => ({ output }),
    (error: unknown) => ({ error: error as StatesError }),
  )
  return { calls, pauses, ...outcome }
}

const done = { isDone: true }

describe('a state machine as the template has it', () => {
  test('calls each step with the input, once for each shard, and again until it is done', async () => {
    const { calls, ...outcome } = await run(([name, { shard, cursor }]) => {
      if (name === 'value' && shard === 1 && cursor === undefined) return { isDone: false, cursor: 'half' }
      return done
    })

    expect(outcome).not.toHaveProperty('error')
    expect(calls[0]).toEqual(['open', { runId: 'r1' }])
    expect(calls.filter(([name]) => name === 'value')).toHaveLength(4)
    expect(calls).toContainEqual(['value', { runId: 'r1', shard: 2, shards: 3 }])
    expect(calls).toContainEqual(['value', { runId: 'r1', shard: 1, shards: 3, cursor: 'half' }])
    expect(calls.at(-1)).toEqual(['publish', { runId: 'r1' }])
  })

  test('tries again with growing pauses, and goes on when a try succeeds', async () => {
    const { calls, pauses } = await run(([name], earlier) => {
      if (name === 'open' && earlier.length < 2) throw new StatesError('Busy', '{"errorMessage":"later"}')
      return done
    })

    expect(calls.filter(([name]) => name === 'open')).toHaveLength(3)
    expect(pauses).toEqual([1_000, 2_000])
    expect(calls.at(-1)?.[0]).toBe('publish')
  })

  test.each([
    ['{"errorMessage":"no model","errorType":"Fit"}', 'no model'],
    ['Task timed out', 'Task timed out'],
  ])('hands the cause %s to the last step and fails with it', async (cause, message) => {
    const { calls, ...outcome } = await run(([name]) => {
      if (name === 'publish') throw new StatesError('Fit', cause)
      return done
    })

    expect(calls.at(-1)).toEqual([
      'abandon',
      { runId: 'r1', job: 'valuation', error: { code: 'Fit', message } },
    ])
    expect(outcome).toMatchObject({ error: { error: 'Fit', cause: message } })
  })

  test('refuses what it does not know instead of passing it over', async () => {
    const world = { invoke: () => Promise.resolve(done) }
    const one = (state: Record<string, unknown>): Machine => ({
      QueryLanguage: 'JSONata',
      StartAt: 'a',
      States: { a: state },
    })
    const running = (state: Record<string, unknown>) =>
      runMachine(one(state), { input: {}, name: 'x', world })

    await expect(running({ Type: 'Parallel', Branches: [], End: true })).rejects.toThrow(/Parallel/)
    await expect(running({ Type: 'Pass', ResultPath: '$.x', End: true })).rejects.toThrow(/ResultPath/)
    await expect(running({ Type: 'Pass', Output: '{% $states.input.none %}', End: true })).rejects.toThrow(
      /gives nothing/,
    )
    await expect(runMachine({ StartAt: 'a', States: {} }, { input: {}, name: 'x', world })).rejects.toThrow(
      /JSONata/,
    )
  })
})
