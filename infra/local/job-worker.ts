import { pathToFileURL } from 'node:url'
import { lambdaContext } from './lambda-event.ts'
import type { WorkerAnswer, WorkerCall } from './worker.ts'

type Handler = (event: unknown, context: unknown) => Promise<unknown>

/** The process in which the steps of jobs run: the desk's own loop stays free to answer. */
async function answer({ id, entry, name, timeoutSeconds, event }: WorkerCall): Promise<WorkerAnswer> {
  try {
    const { handler } = (await import(pathToFileURL(entry).href)) as { handler: Handler }
    return { id, result: await handler(event, lambdaContext(name, timeoutSeconds)) }
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown))
    console.error(error)
    const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name
    return { id, error: { code, message: error.message } }
  }
}

process.on('message', (call: WorkerCall) => {
  void answer(call).then((result) => process.send?.(result))
})
process.on('disconnect', () => process.exit(0))
