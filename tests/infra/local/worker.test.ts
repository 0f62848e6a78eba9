import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { Interrupted, runPipeline } from '#infra/local/run-pipeline'
import { createWorker } from '#infra/local/worker'
import type { Job, Step } from '#shared/pipeline/pipeline'

const folder = mkdtempSync(join(tmpdir(), 'perennial-worker-'))
const step: Step = { name: 'step', does: '', timeoutSeconds: 20, attempts: 2, untilDone: true }
const job: Job = { name: 'a-job', does: '', steps: [step], onFailure: step }
const entryOf = () => join(import.meta.dirname, 'functions', 'step.lambda.ts')

afterAll(() => rmSync(folder, { recursive: true }))

const linesOf = (path: string) => readFileSync(path, 'utf8').trim().split('\n')

describe('the worker of the desk', () => {
  test('is started again when it died, and the step is tried again where it was', async () => {
    const env = {}
    const worker = createWorker({ env, logFile: join(folder, 'jobs.log'), entryOf })
    const trace = join(folder, 'killed')
    const sleep = () => {
      Object.assign(env, { SURVIVE: '1' })
      return Promise.resolve()
    }

    const outcome = await runPipeline({
      job,
      input: { trace, kill: true },
      shards: 1,
      invoke: worker.invoke,
      sleep,
    })
    await worker.stop()

    const calls = linesOf(trace).map((line) => line.split(' '))
    expect(outcome).toEqual({ status: 'SUCCEEDED' })
    expect(calls.map(([, cursor]) => cursor)).toEqual(['start', 'half', 'half'])
    expect(new Set(calls.map(([pid]) => pid)).size).toBe(2)
    expect(calls[0]?.[0]).not.toBe(String(process.pid))
  })

  test('is ended when a step takes longer than the data allows', async () => {
    const worker = createWorker({ env: {}, logFile: join(folder, 'jobs.log'), entryOf })
    const never: Step = { ...step, timeoutSeconds: 1 }
    const entry = worker.invoke(never, { trace: '/dev/null', hang: true })

    await expect(entry).rejects.toMatchObject({ code: 'Runtime.ExitError' })
    await worker.stop()
  })

  test('leaves what it was doing unfinished when the desk stops', async () => {
    const worker = createWorker({ env: {}, logFile: join(folder, 'jobs.log'), entryOf })
    const call = worker.invoke(step, { trace: '/dev/null', hang: true })
    const interrupted = expect(call).rejects.toBeInstanceOf(Interrupted)

    await worker.stop()

    await interrupted
    await expect(worker.invoke(step, {})).rejects.toBeInstanceOf(Interrupted)
  })
})
