import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'perennial-folder-'))
vi.stubEnv('PERENNIAL_DATA', folder)
const desk = await import('#infra/local/desk-folder')

beforeEach(() => {
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true })
})
afterAll(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

describe('the data folder', () => {
  test('loses what the desk wrote on a fresh start, and nothing of others', () => {
    mkdirSync(join(folder, 'files'))
    for (const name of ['table.sqlite', 'executions.json', 'thesis.docx'])
      writeFileSync(join(folder, name), '')

    desk.wipe()

    expect(readdirSync(folder)).toEqual(['thesis.docx'])
  })

  test('keeps its cursor secret, readable by its owner only', () => {
    const secret = desk.cursorSecret()

    expect(desk.cursorSecret()).toBe(secret)
    expect(secret.length).toBeGreaterThanOrEqual(32)
    expect(statSync(join(folder, 'cursor-secret')).mode & 0o077).toBe(0)
  })

  test('is not taken by a process that only has the number of a desk that is gone', () => {
    desk.announce({ url: 'http://localhost:3000', pid: process.pid, env: {} })

    expect(desk.runningDesk()).toBeUndefined()
  })

  test('never ends a process that only has the number of one left behind', async () => {
    desk.rememberProcesses([{ name: 'dynoxide', pid: process.pid }])

    expect(await desk.endOrphans()).toEqual([])
  })
})
