import { describe, expect, test, vi } from 'vitest'
import { Interrupted, type Input, type Progress, runPipeline } from '#infra/local/run-pipeline'
import type { Job, Step } from '#shared/pipeline/pipeline'

const step = (name: string, more: Partial<Step> = {}): Step => ({
  name,
  does: '',
  timeoutSeconds: 60,
  attempts: 3,
  ...more,
})
const job: Job = {
  name: 'a-job',
  does: '',
  onFailure: step('record'),
  steps: [
    step('first'),
    step('spread', { forEach: 'shard', untilDone: true }),
    step('last', { untilDone: true }),
  ],
}

type Answer = (step: string, event: Input, call: number) => { isDone: boolean; cursor?: string }

function machine(answer: Answer = () => ({ isDone: true })) {
  const calls: { step: string; event: Input }[] = []
  const pauses: number[] = []
  const remembered: Progress[] = []
  const run = (from?: Progress) =>
    runPipeline({
      job,
      input: { runId: 'r1' },
      shards: 2,
      invoke: (definition, event) => {
        calls.push({ step: definition.name, event })
        const call = calls.filter(({ step: name }) => name === definition.name).length
        return Promise.resolve().then(() => answer(definition.name, event, call))
      },
      sleep: (seconds) => {
        pauses.push(seconds)
        return Promise.resolve()
      },
      random: () => 0.5,
      remember: (progress) => remembered.push(JSON.parse(JSON.stringify(progress)) as Progress),
      ...(from ? { from } : {}),
    })
  return { run, calls, pauses, remembered }
}

describe('a job on the desk', () => {
  test('calls its steps in order, a step for each shard with the shard in the input', async () => {
    const { run, calls } = machine()

    expect(await run()).toEqual({ status: 'SUCCEEDED' })
    expect(calls).toEqual([
      { step: 'first', event: { runId: 'r1' } },
      { step: 'spread', event: { runId: 'r1', shard: 0, shards: 2 } },
      { step: 'spread', event: { runId: 'r1', shard: 1, shards: 2 } },
      { step: 'last', event: { runId: 'r1' } },
    ])
  })

  test('calls a step again with the cursor it returned, until it is done', async () => {
    const { run, calls } = machine((name, { cursor }) =>
      name === 'last' && cursor !== '2'
        ? { isDone: false, cursor: cursor === '1' ? '2' : '1' }
        : { isDone: true },
    )

    await run()

    const last = calls.filter(({ step: name }) => name === 'last').map(({ event }) => event['cursor'])
    expect(last).toEqual([undefined, '1', '2'])
  })

  test('tries a failing step as often as the data says, waiting longer each time', async () => {
    const { run, calls, pauses } = machine((name, _event, call) => {
      if (name === 'first' && call < 3) throw new Error('busy')
      return { isDone: true }
    })

    expect(await run()).toEqual({ status: 'SUCCEEDED' })
    expect(calls.filter(({ step: name }) => name === 'first')).toHaveLength(3)
    expect(pauses).toEqual([1, 2])
  })

  test('records the error once when the attempts are used up, and goes no further', async () => {
    const { run, calls } = machine((name) => {
      if (name === 'spread') throw Object.assign(new Error('no clients'), { code: 'fit.too-few-clients' })
      return { isDone: true }
    })

    expect(await run()).toMatchObject({ status: 'FAILED', error: { code: 'fit.too-few-clients' } })
    expect(calls.filter(({ step: name }) => name === 'spread')).toHaveLength(6)
    expect(calls.some(({ step: name }) => name === 'last')).toBe(false)
    expect(calls.at(-1)).toEqual({
      step: 'record',
      event: { runId: 'r1', job: 'a-job', error: { code: 'fit.too-few-clients', message: 'no clients' } },
    })
  })

  test('fails even when the error cannot be recorded', async () => {
    vi.spyOn(console, 'error').mockImplementationOnce(() => undefined)
    const { run, calls } = machine(() => {
      throw new Error('all down')
    })

    expect(await run()).toMatchObject({ status: 'FAILED', error: { message: 'all down' } })
    expect(calls.filter(({ step: name }) => name === 'record')).toHaveLength(3)
  })

  test('goes on where it stopped: finished parts stay finished, the others keep their cursor', async () => {
    const { run, calls } = machine()

    await run({ step: 1, parts: [{ isDone: true }, { isDone: false, cursor: 'half' }] })

    expect(calls).toEqual([
      { step: 'spread', event: { runId: 'r1', shard: 1, shards: 2, cursor: 'half' } },
      { step: 'last', event: { runId: 'r1' } },
    ])
  })

  test('remembers its progress after every answer', async () => {
    const { run, remembered } = machine((name, { cursor, shard }) =>
      name === 'spread' && shard === 1 && !cursor ? { isDone: false, cursor: 'half' } : { isDone: true },
    )

    await run()

    expect(remembered).toContainEqual({
      step: 1,
      parts: [{ isDone: true }, { isDone: false, cursor: 'half' }],
    })
    expect(remembered.at(-1)).toEqual({ step: 2, parts: [{ isDone: true }] })
  })

  test('is neither finished nor failed when the desk stops', async () => {
    const { run, calls } = machine((name) => {
      if (name === 'last') throw new Interrupted()
      return { isDone: true }
    })

    await expect(run()).rejects.toBeInstanceOf(Interrupted)
    expect(calls.some(({ step: name }) => name === 'record')).toBe(false)
  })
})
