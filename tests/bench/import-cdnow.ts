/** Run by itself with the path of the CDNOW master file: imports it twice and prints what it took as JSON. */
import { readFileSync } from 'node:fs'
import { createFiles, createImportsWorld } from '#tests/functions/imports/imports-world'
import { createWorld } from '#tests/harness/world'

const SAMPLE_EVERY_MS = 50

/** One import of the file. */
interface One {
  readonly seconds: number
  readonly read: number
  readonly accepted: number
  readonly unchanged: number
}

/** What is printed. */
export interface CdnowImport {
  readonly first: One
  readonly again: One
  /** Of the whole process; the object store's emulator lives in it too. */
  readonly mostMegabytes: number
  readonly idleMegabytes: number
}

const world = await createWorld({ services: ['dynamodb', 's3'] })
const imports = await createImportsWorld(world, { files: await createFiles(world) })
const idle = process.memoryUsage().rss
let most = 0
const timer = setInterval(() => {
  most = Math.max(most, process.memoryUsage.rss())
}, SAMPLE_EVERY_MS)

async function importOnce(id: string): Promise<One> {
  await imports.start({ id, kind: 'transactions', content: readFileSync(process.argv[2] ?? '') })
  const started = performance.now()
  const { counts } = await imports.run(id)
  const { read, accepted, unchanged } = counts
  return { seconds: (performance.now() - started) / 1_000, read, accepted, unchanged }
}

const first = await importOnce('first')
const mostMegabytes = most / 2 ** 20
const again = await importOnce('again')
clearInterval(timer)
await world.stop()
console.log(
  JSON.stringify({ first, again, mostMegabytes, idleMegabytes: idle / 2 ** 20 } satisfies CdnowImport),
)
process.exit(0)
