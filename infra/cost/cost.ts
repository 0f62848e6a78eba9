/** Prints what a stage would cost a month. `npm run cost -- --clients 250000` adds a column of one's own. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { root } from '../entries.ts'
import { partsOf } from './template-parts.ts'
import { billOf, ordinaryUsage, totalOf } from './usage.ts'

const { values } = parseArgs({ options: { clients: { type: 'string' }, rewritten: { type: 'string' } } })
const own = values.clients === undefined ? undefined : Number(values.clients)
const rewritten = values.rewritten === undefined ? ordinaryUsage.rewritten : Number(values.rewritten)
const folder = join(root, 'dist', 'cdk.out')
if ((own !== undefined && !(own > 0)) || !(rewritten >= 0 && rewritten <= 1)) {
  console.error('Use: npm run cost -- [--clients N] [--rewritten 0..1]')
  process.exit(2)
}
if (!existsSync(folder)) {
  console.error('There are no templates yet: npm run synth')
  process.exit(1)
}

const parts = partsOf(folder)
const sizes = [1_000, 10_000, 100_000, 1_000_000, ...(own === undefined ? [] : [own])]
const bills = sizes.map((clients) => billOf({ ...ordinaryUsage, clients, rewritten }, parts))
const [first = []] = bills
const money = (dollars: number) => dollars.toFixed(2).padStart(10)
const width = Math.max(...bills.flat().map(({ what }) => what.length))
console.log(
  `${'US dollars a month'.padEnd(width)}${sizes.map((size) => size.toLocaleString('en').padStart(10)).join('')}`,
)
for (const [index, { what }] of first.entries()) {
  const label = what.startsWith('storage') ? 'storage with point-in-time recovery' : what
  console.log(`${label.padEnd(width)}${bills.map((bill) => money(bill[index]?.dollars ?? 0)).join('')}`)
}
console.log(`${'together'.padEnd(width)}${bills.map((bill) => money(totalOf(bill))).join('')}`)
console.log(
  '\nList prices of us-east-1 without the free tier of Lambda; traffic of CloudFront stays in its free plan.',
)
