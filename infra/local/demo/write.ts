import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { importKinds } from '#shared/import/import-view.schema'
import { generateDemo } from './generate.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    clients: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    today: { type: 'string', default: new Date().toISOString().slice(0, 10) },
  },
})
const [folder] = positionals
if (folder === undefined) {
  console.error('Usage: node infra/local/demo/write.ts <folder> [--clients N] [--seed S] [--today D]')
  process.exit(2)
}

const demo = generateDemo({
  clients: Number(values.clients),
  seed: Number(values.seed),
  today: values.today,
})
mkdirSync(folder, { recursive: true })
for (const kind of importKinds) writeFileSync(join(folder, `${kind}.csv`), demo.files[kind])
writeFileSync(join(folder, 'truth.json'), JSON.stringify(demo.truth, null, 2))
console.log(JSON.stringify({ folder, ...demo.truth.figures.rows, facts: demo.truth.figures.facts }))
