import { readFileSync } from 'node:fs'
import type { JobName } from '#shared/pipeline/pipeline'
import { writeWhole } from './desk-folder.ts'
import type { Progress } from './run-pipeline.ts'

/** One execution of a job, as remembered over restarts. */
export interface Execution {
  readonly name: string
  readonly job: JobName
  /** JSON text, compared as it came. */
  readonly input: string
  readonly startedAt: string
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED'
  progress?: Progress
  error?: { readonly code: string; readonly message: string }
}

// Finished ones are kept so that a repeated start is recognised.
const finishedKept = 500

/** The executions of a data folder: a file written whole after every step. */
export function openExecutions(path: string) {
  const executions = read(path)

  function save(): void {
    const finished = executions.filter(({ status }) => status !== 'RUNNING')
    const surplus = new Set(finished.slice(0, Math.max(0, finished.length - finishedKept)))
    executions.splice(0, executions.length, ...executions.filter((execution) => !surplus.has(execution)))
    writeWhole(path, JSON.stringify(executions, undefined, 1))
  }

  return {
    save,
    find: (job: JobName, name: string) => executions.find((one) => one.job === job && one.name === name),
    unfinished: () => executions.filter(({ status }) => status === 'RUNNING'),
    add(execution: Execution): void {
      executions.push(execution)
      save()
    },
  }
}

function read(path: string): Execution[] {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Execution[]
  } catch {
    return []
  }
}
