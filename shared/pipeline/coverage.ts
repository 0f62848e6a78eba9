/** Whether simulated intervals held what happened: for single clients and for their total. */
import { bootstrapFits } from '#shared/models/bootstrap'
import { centralShare, randomisedTransform } from '#shared/models/predictive-check'
import { compress } from '#shared/models/purchase-history'
import { purchaseModels } from '#shared/models/purchase-models'
import { centralInterval, predictiveInterval } from '#shared/numeric/quantile'
import { createRandom } from '#shared/numeric/random'
import type { HeldOutClient, TestedModel } from './holdout.ts'
import type { HoldoutCard } from './report-card-view.schema.ts'

// 200 futures of 2,000 clients tell a coverage of 80 % to one point within half a second.
const FUTURES = 200
const REFITS = 20
const MOST_CLIENTS = 2_000

/** Simulated futures of some clients beside what they did. */
export interface Coverage {
  readonly clients: number
  readonly inside80: number
  readonly inside95: number
  /** Where each client's outcome lay in its own predictive distribution. */
  readonly transforms: readonly number[]
  readonly total: HoldoutCard['coverage']['total']
}

/** Coverage of simulated intervals: parameters refitted, then futures simulated. Clients come in hash order: the first are a sample. */
export function coverageOf(
  clients: readonly HeldOutClient[],
  { name, fit }: Pick<TestedModel, 'name' | 'fit'>,
  { days, seed }: { days: number; seed: number },
): Coverage {
  const sample = clients.slice(0, MOST_CLIENTS)
  const portfolio = compress(clients.map(({ history }) => history))
  const params = bootstrapFits(name, portfolio, { draws: REFITS, seed, start: fit.params })
  const { drawFuture } = purchaseModels[name]
  const totals = new Float64Array(FUTURES)
  const random = createRandom(seed)
  const inside = { 80: 0, 95: 0 }
  const draws = new Float64Array(FUTURES)
  const transforms = sample.map(({ history, later }) => {
    for (let future = 0; future < FUTURES; future++) {
      const drawn = drawFuture(params[future % REFITS] ?? fit.params, history, { horizon: days, random })
      draws[future] = drawn.length
      totals[future] = (totals[future] ?? 0) + drawn.length
    }
    for (const level of [80, 95] as const) {
      const { low, high } = centralInterval(draws, level / 100)
      if (low <= later && later <= high) inside[level] += 1
    }
    return randomisedTransform(draws, later, random)
  })
  const total80 = predictiveInterval(totals, 0.8)
  const total95 = predictiveInterval(totals, 0.95)
  const share = 1 / Math.max(1, sample.length)
  return {
    clients: sample.length,
    inside80: inside[80] * share,
    inside95: inside[95] * share,
    transforms,
    total: {
      actual: sample.reduce((sum, { later }) => sum + later, 0),
      low80: total80.low,
      high80: total80.high,
      low95: total95.low,
      high95: total95.high,
    },
  }
}

/** The card's coverage; `calibrated80` at levels learned on an earlier split, null where there was none. */
export function coverageRow(
  { clients, inside80, inside95, transforms, total }: Coverage,
  earlier: { readonly until: string; readonly low: number; readonly high: number } | undefined,
): Omit<HoldoutCard['coverage'], 'origins' | 'modelError'> {
  const between = earlier && transforms.filter((u) => earlier.low <= u && u <= earlier.high).length
  return {
    clients,
    inside80,
    inside95,
    uniform80: centralShare(transforms),
    calibrated80:
      earlier && between !== undefined
        ? { until: earlier.until, share: between / Math.max(1, transforms.length) }
        : null,
    total,
  }
}
