/**
 * Risk bands: the churn probability of the next 90 days in three steps, plus the clients nothing is predicted for. Counted
 * by `value`, so that the overview of the list of clients is a sum like every other figure.
 */
import { MICRO } from '#shared/kernel/money'
import { addTo, type Cell, type Contribution } from './contribution.ts'

/** The bands, most urgent first; `none` for clients without a churn probability. */
export const riskBands = ['high', 'elevated', 'low', 'none'] as const
/** One of the bands. */
export type RiskBand = (typeof riskBands)[number]

/** From which churn probability (share of 1) a band starts. */
export const riskBandFrom = { high: 0.5, elevated: 0.2 } as const

/** The band of a stored churn probability in micro-probabilities. */
export function riskBandOf(churnMicro: number | null | undefined): RiskBand {
  if (churnMicro === null || churnMicro === undefined) return 'none'
  if (churnMicro >= riskBandFrom.high * MICRO) return 'high'
  return churnMicro >= riskBandFrom.elevated * MICRO ? 'elevated' : 'low'
}

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
