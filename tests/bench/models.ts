/** How long the models take to fit. */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { bgNbd } from '#shared/models/bg-nbd'
import { bootstrapFits } from '#shared/models/bootstrap'
import { paretoNbd } from '#shared/models/pareto-nbd'
import { compress } from '#shared/models/purchase-history'
import { cdnowSample } from '#tests/shared/models/reference'
import { type Shape, shapes } from './histories.ts'
import type { MillionResult } from './million.ts'
import { type Measured, medianTime, type Row, timeRow } from './row.ts'

const TIMES = 21
const SECONDS = 1 / 1_000

/** Fits of the CDNOW sample where it is there, and of a million generated histories. */
export function measureModels(): Measured {
  const sample = cdnowSample()
  const million = (Object.keys(shapes) as Shape[]).flatMap(millionRows)
  if (sample.length > 0) return { rows: [...sampleRows(sample), ...million] }
  return {
    rows: million,
    skipped: 'The CDNOW sample is not beside this copy (../shared/data): its fits were not measured.',
  }
}

function sampleRows(sample: ReturnType<typeof cdnowSample>): Row[] {
  const { histories, weights } = compress(sample)
  const start = bgNbd.fit(histories, weights).params
  const fit = (model: typeof bgNbd | typeof paretoNbd) =>
    medianTime(TIMES, () => model.fit(histories, weights))
  const refits = medianTime(3, () =>
    bootstrapFits('bg-nbd', { histories, weights }, { draws: 200, seed: 1, start }),
  )
  return [
    timeRow(`CDNOW sample: BG/NBD fit, median of ${TIMES}`, fit(bgNbd), { unit: 'ms', budget: 10 }),
    timeRow(`CDNOW sample: Pareto/NBD fit, median of ${TIMES}`, fit(paretoNbd), { unit: 'ms', budget: 60 }),
    timeRow('CDNOW sample: 200 bootstrap refits', refits, { unit: 's', scale: SECONDS, budget: 2 }),
  ]
}

/** In a process of its own: another's memory would hide what this one takes. */
function millionRows(shape: Shape): Row[] {
  const file = fileURLToPath(new URL('million.ts', import.meta.url))
  const output = execFileSync(process.execPath, ['--expose-gc', file, shape], { encoding: 'utf8' })
  const result = JSON.parse(output) as MillionResult // -- because million.ts printed it
  const name = `1,000,000 histories of ${shape}`
  const phases = Object.entries(result.phases).map(
    ([phase, milliseconds]) => `${phase} ${(milliseconds / 1_000).toFixed(2)}`,
  )
  const took = { milliseconds: result.milliseconds, processor: result.cpuMilliseconds }
  return [
    timeRow(`${name}: compress, fit, P(alive), expectation`, took, {
      unit: 's',
      scale: SECONDS,
      budget: 1.5,
      remark: `${result.unique.toLocaleString('en')} unique; ${phases.join(', ')}`,
    }),
    {
      name: `${name}: memory grown`,
      measured: result.grownMegabytes,
      unit: 'MB',
      budget: 300,
      isGated: true,
    },
  ]
}
