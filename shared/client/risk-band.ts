/**
 * Risk bands: the churn probability of the next 90 days in three steps, plus the clients nothing is predicted for.
 */
import { MICRO } from '#shared/kernel/money'

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
