import { parseArgs } from 'node:util'
import { measureBundles } from './bundles.ts'
import { measureCapacity } from './capacity.ts'
import { measureImport } from './import.ts'
import { measureModels } from './models.ts'
import { exceeded, isWithin, type Measured, tableOf } from './row.ts'
import { measureRewritten } from './rewritten.ts'
import { measureValue } from './value.ts'

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    only: { type: 'string' },
    clients: { type: 'string', default: '1000,10000,50000' },
  },
})
const progress = (text: string) => console.error(text)
const sizes = values.clients.split(',').map(Number)

// Times first, while nothing else runs.
const parts: Readonly<Record<string, () => Measured | Promise<Measured>>> = {
  models: measureModels,
  value: measureValue,
  rewritten: measureRewritten,
  bundles: measureBundles,
  import: measureImport,
  capacity: () => measureCapacity(sizes, progress),
}

const wanted = values.only === undefined ? Object.keys(parts) : values.only.split(',')
const unknown = wanted.filter((name) => parts[name] === undefined)
if (unknown.length > 0 || sizes.some((size) => !Number.isInteger(size) || size < 1)) {
  console.error(
    `Usage: npm run bench [-- --json] [-- --only ${Object.keys(parts).join('|')}] [-- --clients 1000,10000,50000]`,
  )
  process.exit(2)
}

const measured: Record<string, Measured> = {}
for (const [name, measure] of Object.entries(parts)) {
  if (!wanted.includes(name)) continue
  progress(`measuring: ${name}`)
  measured[name] = await measure()
}

if (values.json) {
  const rows = ({ rows }: Measured) => rows.map((row) => ({ ...row, isWithin: isWithin(row) }))
  console.log(
    JSON.stringify(
      Object.entries(measured).map(([part, one]) => ({ part, ...one, rows: rows(one) })),
      null,
      2,
    ),
  )
} else {
  for (const [part, one] of Object.entries(measured)) {
    console.log(`\n${part}`)
    if (one.rows.length > 0) console.log(tableOf(one.rows))
    if (one.skipped !== undefined) console.log(one.skipped)
  }
}
const over = Object.values(measured).flatMap(({ rows }) => exceeded(rows))
for (const row of over) console.error(`over budget: ${row.name}`)
process.exitCode = over.length > 0 ? 1 : 0
