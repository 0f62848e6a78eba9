/** Run by itself, so that its memory is its own: prints what it took as JSON. */
import { bgNbd } from '#shared/models/bg-nbd'
import { compress } from '#shared/models/purchase-history'
import { generatedHistories, type Shape, shapes } from './histories.ts'

const COUNT = 1_000_000
const ONE_YEAR_DAYS = 365
const MEGABYTE = 2 ** 20

/** What is printed. */
export interface MillionResult {
  readonly unique: number
  readonly milliseconds: number
  readonly cpuMilliseconds: number
  readonly phases: Readonly<Record<string, number>>
  readonly grownMegabytes: number
  readonly isConverged: boolean
  readonly meanAlive: number
  readonly meanExpected: number
}

const rss = () => process.memoryUsage.rss() / MEGABYTE
const shape = (Object.keys(shapes) as Shape[]).find((name) => name === process.argv[2]) ?? 'a quarter'
const histories = generatedHistories(COUNT, shape)
globalThis.gc?.()
const before = rss()
const cpuBefore = process.cpuUsage()
const started = performance.now()
let highest = before
const phases: Record<string, number> = {}

function phase<Value>(name: string, work: () => Value): Value {
  const from = performance.now()
  const value = work()
  phases[name] = performance.now() - from
  highest = Math.max(highest, rss())
  return value
}

const unique = phase('compress', () => compress(histories))
const fit = phase('fit', () => bgNbd.fit(unique.histories, unique.weights))
const alive = phase('P(alive)', () =>
  Float64Array.from(unique.histories, (history) => bgNbd.probabilityAlive(fit.params, history)),
)
const expected = phase('expected purchases of a year', () =>
  Float64Array.from(unique.histories, (history) =>
    bgNbd.expectedPurchases(fit.params, history, ONE_YEAR_DAYS),
  ),
)

const used = process.cpuUsage(cpuBefore)
const result: MillionResult = {
  unique: unique.histories.length,
  milliseconds: performance.now() - started,
  cpuMilliseconds: (used.user + used.system) / 1_000,
  phases,
  grownMegabytes: highest - before,
  isConverged: fit.converged,
  meanAlive: mean(alive),
  meanExpected: mean(expected),
}
console.log(JSON.stringify(result))

function mean(values: Float64Array): number {
  let sum = 0
  values.forEach((value, index) => {
    sum += value * (unique.weights[index] ?? 0)
  })
  return sum / COUNT
}
