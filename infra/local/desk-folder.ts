import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { root } from '../entries.ts'
import { commandOf, isAlive } from './children.ts'
import type { Variables } from './emulators.ts'

/** What other commands read to find the running desk. */
export interface DeskFile {
  readonly url: string
  readonly pid: number
  readonly env: Variables
}

// Everything the desk writes: a fresh start removes these and nothing else.
const own = [
  'cognito-local.log',
  'cursor-secret',
  'demo-truth.json',
  'demo.json',
  'desk.json',
  'dynoxide.log',
  'executions.json',
  'files',
  'identity',
  'jobs.log',
  'processes.json',
  'secrets.json',
  'table.sqlite',
  'table.sqlite-shm',
  'table.sqlite-wal',
]

/** The folder the desk keeps its data in. */
export const dataFolder = resolve(root, process.env['PERENNIAL_DATA'] ?? '.local')
/** A file of the data folder. */
export const inFolder = (name: string): string => join(dataFolder, name)

/** Makes the folder. */
export function makeFolder(): void {
  mkdirSync(dataFolder, { recursive: true })
}

/** Removes what the desk wrote, so that it starts anew. */
export function wipe(): void {
  for (const name of own) rmSync(inFolder(name), { recursive: true, force: true })
}

/** The desk that runs in this data folder, if one does. */
export function runningDesk(): DeskFile | undefined {
  const desk = readJson<DeskFile>('desk.json')
  return desk && isAlive(desk.pid) && commandOf(desk.pid).includes('up.ts') ? desk : undefined
}

/** Says where the desk is. */
export function announce(desk: DeskFile): void {
  writeWhole(inFolder('desk.json'), JSON.stringify(desk, undefined, 1))
}

/** Takes back what `announce` and `rememberProcesses` wrote. */
export function leave(): void {
  for (const name of ['desk.json', 'processes.json']) rmSync(inFolder(name), { force: true })
}

interface KnownProcess {
  readonly name: string
  readonly pid: number
}

/** Writes down the processes started, so that the next start can end those a killed desk left behind. */
export function rememberProcesses(processes: readonly KnownProcess[]): void {
  const known = processes.map(({ name, pid }) => ({ name, pid }))
  writeWhole(inFolder('processes.json'), JSON.stringify(known))
}

/** Ends the processes a killed desk left behind. */
export async function endOrphans(): Promise<readonly string[]> {
  const known = readJson<KnownProcess[]>('processes.json') ?? []
  // A process that has ended may keep its number until it is reaped, but not its command line.
  const isThere = ({ name, pid }: KnownProcess) => isAlive(pid) && commandOf(pid).includes(name)
  const orphans = known.filter(isThere)
  for (const { pid } of orphans) process.kill(pid, 'SIGTERM')
  for (const orphan of orphans) {
    for (let waits = 0; waits < 60 && isThere(orphan); waits++) await wait(50)
    if (isThere(orphan)) process.kill(orphan.pid, 'SIGKILL')
  }
  return orphans.map(({ name }) => name)
}

/** The key that signs cursors; the same as long as the data folder lives. */
export function cursorSecret(): string {
  const path = inFolder('cursor-secret')
  try {
    return readFileSync(path, 'utf8')
  } catch {
    const secret = randomBytes(32).toString('base64url')
    writeFileSync(path, secret, { mode: 0o600 })
    return secret
  }
}

/** Whether the demonstration was settled: imported, or refused with `--empty`. */
export const isSettled = (): boolean => readJson('demo.json') !== undefined
/** Remembers that it was. */
export function settle(how: 'imported' | 'empty'): void {
  writeWhole(inFolder('demo.json'), JSON.stringify({ how, at: new Date().toISOString() }))
}

/** Writes a file so that a reader sees the old or the new content, never half of one. */
export function writeWhole(path: string, content: string): void {
  writeFileSync(`${path}.new`, content)
  renameSync(`${path}.new`, path)
}

function readJson<T>(name: string): T | undefined {
  try {
    return JSON.parse(readFileSync(inFolder(name), 'utf8')) as T
  } catch {
    return undefined
  }
}
