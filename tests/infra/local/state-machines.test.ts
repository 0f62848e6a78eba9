import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Input, Invoke } from '#infra/local/run-pipeline'
import { Interrupted } from '#infra/local/run-pipeline'
import { createMachines, serveMachines } from '#infra/local/state-machines'
import type { Job } from '#shared/pipeline/pipeline'

const only: Job = {
  name: 'valuation',
  does: '',
  onFailure: { name: 'record', does: '', timeoutSeconds: 1, attempts: 1 },
  steps: [{ name: 'work', does: '', timeoutSeconds: 1, attempts: 1, untilDone: true }],
}

let folder: string
const open: (() => Promise<void>)[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'perennial-jobs-'))
})
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
  rmSync(folder, { recursive: true })
})

async function desk(invoke: Invoke) {
  const path = join(folder, 'executions.json')
  const machines = createMachines({
    path,
    shards: 1,
    invoke,
    log: () => undefined,
    table: { valuation: only },
  })
  const { env, stop } = await serveMachines(machines.start)
  const client = new SFNClient({
    region: 'eu-central-1',
    endpoint: env['AWS_ENDPOINT_URL_SFN'] ?? '',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  })
  open.push(stop)
  const start = (name: string, input: object) =>
    client.send(
      new StartExecutionCommand({
        stateMachineArn: env['VALUATION_JOB'],
        name,
        input: JSON.stringify(input),
      }),
    )
  const statuses = () =>
    (JSON.parse(readFileSync(path, 'utf8')) as { name: string; status: string }[]).map((one) => [
      one.name,
      one.status,
    ])
  return { machines, start, statuses, client }
}

function gate() {
  const events: Input[] = []
  const opened: (() => void)[] = []
  const invoke: Invoke = (_step, event) => {
    events.push(event)
    return new Promise((resolve) => opened.push(() => resolve({ isDone: true })))
  }
  return { invoke, events, open: () => opened.shift()?.() }
}

describe('the state machines of the desk', () => {
  test('start an execution for the client of the functions', async () => {
    const { invoke, events } = gate()
    const { start } = await desk(invoke)

    const answer = await start('r1', { runId: 'r1' })

    expect(answer.executionArn).toContain(':valuation:r1')
    expect(answer.startDate).toBeInstanceOf(Date)
    await expect.poll(() => events).toEqual([{ runId: 'r1' }])
  })

  test('take the same name with the same input for the running execution, and refuse it with another', async () => {
    const { invoke, events } = gate()
    const { start } = await desk(invoke)

    const first = await start('r1', { runId: 'r1' })
    const again = await start('r1', { runId: 'r1' })

    expect(again.executionArn).toBe(first.executionArn)
    await expect(start('r1', { runId: 'r2' })).rejects.toBeInstanceOf(ExecutionAlreadyExists)
    expect(events).toHaveLength(1)
  })

  test('refuse the name of a finished execution', async () => {
    const { start, statuses } = await desk(() => Promise.resolve({ isDone: true }))
    await start('r1', {})
    await expect.poll(statuses).toEqual([['r1', 'SUCCEEDED']])

    await expect(start('r1', {})).rejects.toBeInstanceOf(ExecutionAlreadyExists)
  })

  test('run the executions of a job one at a time, in order', async () => {
    const { invoke, events, open: openNext } = gate()
    const { start } = await desk(invoke)

    await start('r1', { runId: 'r1' })
    await start('r2', { runId: 'r2' })
    await expect.poll(() => events).toHaveLength(1)
    openNext()

    await expect.poll(() => events).toEqual([{ runId: 'r1' }, { runId: 'r2' }])
  })

  test('go on after a restart with what was not finished, from where it was', async () => {
    const before = await desk((_step, { cursor }) =>
      cursor ? Promise.reject(new Interrupted()) : Promise.resolve({ isDone: false, cursor: 'half' }),
    )
    await before.start('r1', { runId: 'r1' })
    await expect.poll(() => readFileSync(join(folder, 'executions.json'), 'utf8')).toContain('half')
    await before.machines.stop()
    const { invoke, events } = gate()
    const after = await desk(invoke)

    expect(after.machines.resume()).toBe(1)

    await expect.poll(() => events).toEqual([{ runId: 'r1', cursor: 'half' }])
  })

  test('refuse a state machine that is not there', async () => {
    const { client } = await desk(() => Promise.resolve({ isDone: true }))

    const unknown = new StartExecutionCommand({
      stateMachineArn: 'arn:aws:states:x:1:stateMachine:no',
      name: 'a',
    })

    await expect(client.send(unknown)).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' })
  })
})
