/**
 * Sums by risk band, counted by `value`, so that the overview of the list of clients is a sum like every other figure.
 */
import { type RiskBand, riskBandOf } from '#shared/client/risk-band'
import { addTo, type Cell, type Contribution } from './contribution.ts'

/** What is summed by risk band, segment, channel and status at the as-of day. CLV counts valued clients only. */
export const riskMeasures = ['clients', 'valued', 'totalCents', 'atRiskCents'] as const

/** Key of a sum by risk band. */
export const riskKey = (band: RiskBand, { segment, channel, status }: Cell): string =>
  `risk|${band}|${segment}|${channel}|${status}`

interface RiskOfClient {
  readonly churnMicro: number | null
  readonly historicCents: number
  readonly predictedCents: number | null
  /** CLV at risk in minor units; undefined where nothing is predicted. */
  readonly risk: number | undefined
}

/** Adds one client to the sums by risk band. */
export function addRisk(
  contribution: Contribution,
  cell: Cell,
  { churnMicro, historicCents, predictedCents, risk = 0 }: RiskOfClient,
): void {
  addTo(contribution, riskKey(riskBandOf(churnMicro), cell), [
    1,
    predictedCents === null ? 0 : 1,
    predictedCents === null ? 0 : historicCents + predictedCents,
    risk,
  ])
}
