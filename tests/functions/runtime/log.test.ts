import { Logger } from '@aws-lambda-powertools/logger'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createLog, type LogFields } from '#functions/runtime/log'

let written: string[]
beforeEach(() => {
  written = []
  // Powertools writes through the console in development, which is where a test can look.
  vi.stubEnv('POWERTOOLS_DEV', 'true')
  for (const method of ['log', 'info', 'warn', 'error'] as const)
    vi.spyOn(console, method).mockImplementation((line: unknown) => void written.push(String(line)))
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

const createTestLog = () => createLog(new Logger({ serviceName: 'test', logLevel: 'INFO' }))

describe('the log', () => {
  test('writes what was declared, under the name of the event and of the request', () => {
    createTestLog().forRequest('r-1').info('run published', { runId: 'run-7', rows: 3 })

    expect(JSON.parse(written[0] ?? '')).toMatchObject({
      message: 'run published',
      requestId: 'r-1',
      runId: 'run-7',
      rows: 3,
    })
  })

  test('leaves out everything that was not', () => {
    const slipped: Record<string, string> = {
      password: 'hunter2',
      sid: 'hunter2',
      email: 'ada@hunter2.example',
    }

    createTestLog().warn('authn_login_fail', { ...slipped, reason: 'no role' } as LogFields)

    expect(JSON.parse(written[0] ?? '')).toMatchObject({ reason: 'no role' })
    expect(written.join()).not.toContain('hunter2')
  })

  test('keeps the stack of an error', () => {
    createTestLog().error('request failed', { error: new Error('The table is gone.') })

    expect(written.join()).toContain('The table is gone.')
    expect(written.join()).toContain('log.test.ts')
  })
})
