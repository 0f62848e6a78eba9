import { fileURLToPath, pathToFileURL } from 'node:url'
import { runningDesk } from './desk-folder.ts'
import { lambdaContext } from './lambda-event.ts'

const TIMEOUT_SECONDS = 900
const entry = fileURLToPath(new URL('../../functions/pipeline/repair.lambda.ts', import.meta.url))

interface Repaired {
  readonly shard: number
  readonly flow: string
  readonly measure: string
  readonly was: number
  readonly is: number
}

async function main(): Promise<void> {
  const desk = runningDesk()
  if (!desk) throw new Error('No desk is running. Start one with: npm start')
  Object.assign(process.env, desk.env)
  const { handler } = (await import(pathToFileURL(entry).href)) as {
    handler: (event: object, context: unknown) => Promise<{ repaired: readonly Repaired[] }>
  }
  const { repaired } = await handler({}, lambdaContext('repair', TIMEOUT_SECONDS))
  for (const { shard, flow, measure, was, is } of repaired)
    process.stdout.write(`shard ${shard}, ${flow}, ${measure}: was ${was}, is ${is}\n`)
  process.stdout.write(
    repaired.length === 0 ? 'The live flows equal the facts.\n' : `${repaired.length} repaired.\n`,
  )
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
})
