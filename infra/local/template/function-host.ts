/** One Lambda function in a process of its own: its bundle, its environment, and a note of every call it makes. */
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { lambdaContext } from '../lambda-event.ts'
import { recordCalls } from './record-calls.ts'

type Handler = (event: unknown, context: unknown) => Promise<unknown>

/** What crosses to the process. */
export interface HostCall {
  readonly id: number
  readonly event: unknown
}
/** What comes back. */
export interface HostAnswer {
  readonly id: number
  readonly result?: unknown
  readonly error?: { readonly errorType: string; readonly errorMessage: string }
}

const [folder = '', name = '', timeout = '3', records = ''] = process.argv.slice(2)
if (records) {
  const out = createWriteStream(records, { flags: 'a' })
  recordCalls((call) => out.write(`${JSON.stringify({ function: name, ...call })}\n`))
}
const loaded = import(pathToFileURL(join(folder, 'index.mjs')).href) as Promise<{ handler: Handler }>

async function answer({ id, event }: HostCall): Promise<HostAnswer> {
  try {
    const { handler } = await loaded
    const result = await handler(event, lambdaContext(name, Number(timeout)))
    return { id, result: JSON.parse(JSON.stringify(result ?? null)) as unknown }
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown))
    console.error(error)
    return { id, error: { errorType: error.name, errorMessage: error.message } }
  }
}

process.on('message', (call: HostCall) => {
  void answer(call).then((result) => process.send?.(result))
})
process.on('disconnect', () => process.exit(0))
