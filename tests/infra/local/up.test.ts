import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root } from '#infra/entries'
import { commandOf, freePort, isListening } from '#infra/local/children'
import { openServer } from '#infra/local/gateway'

const folder = mkdtempSync(join(tmpdir(), 'perennial-desk-'))
const running: ChildProcess[] = []
let port: number

beforeAll(async () => {
  port = await freePort()
})
afterAll(() => {
  for (const desk of running) desk.kill('SIGTERM')
  rmSync(folder, { recursive: true, force: true })
})

function start(options: { port?: number; args?: string[] } = {}) {
  const desk = spawn(
    process.execPath,
    [join(root, 'infra', 'local', 'up.ts'), ...(options.args ?? ['--empty'])],
    {
      env: { ...process.env, PORT: String(options.port ?? port), PERENNIAL_DATA: folder },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  running.push(desk)
  let output = ''
  const grow = (chunk: Buffer) => (output += chunk.toString())
  desk.stdout.on('data', grow)
  desk.stderr.on('data', grow)
  const ended = new Promise<number | null>((resolve) => desk.once('exit', resolve))
  return { desk, ended, output: () => output }
}

const ready = { timeout: 30_000, interval: 20 }
const filed = <T>(name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as T
const processes = () => filed<{ name: string; pid: number }[]>('processes.json')
const arePresent = (known: ReturnType<typeof processes>) =>
  known.map(({ name, pid }) => commandOf(pid).includes(name))

describe('npm start', () => {
  test('gets ready, says who may sign in, and ends cleanly on SIGTERM', async () => {
    const { desk, ended, output } = start()
    await expect.poll(output, ready).toMatch(new RegExp(`ready http://localhost:${port}\n$`))
    const known = processes()

    expect(output()).toContain(
      'viewer@example.com, analyst@example.com, steward@example.com, admin@example.com',
    )
    expect(arePresent(known)).toEqual([true, true])
    expect((await fetch(`http://localhost:${port}/api/nobody`)).status).toBe(404)
    expect(filed('desk.json')).toMatchObject({ url: `http://localhost:${port}`, pid: desk.pid })

    desk.kill('SIGTERM')
    expect(await ended).toBe(0)
    expect(arePresent(known)).toEqual([false, false])
    expect(existsSync(join(folder, 'desk.json'))).toBe(false)
    expect(await isListening(port)).toBe(false)
  })

  test('is refused twice in one folder, without harm to the first', async () => {
    const first = start()
    await expect.poll(first.output, ready).toContain('ready')
    const known = processes()
    const poolId = filed<{ env: { USER_POOL_ID: string } }>('desk.json').env.USER_POOL_ID

    const samePort = start()
    const otherPort = start({ port: await freePort() })

    expect([await samePort.ended, await otherPort.ended]).toEqual([1, 1])
    expect(samePort.output()).toBe(
      `The desk already runs at http://localhost:${port} (process ${first.desk.pid}).\n`,
    )
    expect(otherPort.output()).toContain('The data folder is in use by the desk at')
    expect(arePresent(known)).toEqual([true, true])

    first.desk.kill('SIGKILL')
    await first.ended
    const next = start()
    await expect.poll(next.output, ready).toContain('ready')
    expect(next.output()).toContain('ended what a killed desk left behind: dynoxide')
    expect(arePresent(known)).toEqual([false, false])
    expect(filed('desk.json')).toMatchObject({ env: { USER_POOL_ID: poolId } })

    next.desk.kill('SIGINT')
    expect(await next.ended).toBe(0)
  })

  test('says in one line that the port is taken', async () => {
    const other = await openServer(0, 'localhost')
    const taken = Number(new URL(other.url).port)
    const { ended, output } = start({ port: taken })

    expect(await ended).toBe(1)
    expect(output()).toBe(`Port ${taken} is taken. Choose another one: PORT=${taken + 1} npm start\n`)
    await other.stop()
  })

  test('says which options there are', async () => {
    const { ended, output } = start({ args: ['--clients', 'many'] })

    expect(await ended).toBe(1)
    expect(output()).toBe(
      '--clients takes a whole number above 0.\nUse: npm start -- [--empty] [--fresh] [--clients N] [--template]\n',
    )
  })
})
