import type { FeatureGroups } from './hazard-explanation.ts'

/** What the hazard of an account-based client depends on, as known at the start of a month. */
export interface LossState {
  /** Months since the relationship was opened, ≥ 0. */
  readonly tenureMonths: number
  /** Whole months since the client's last own activity; 0 when active last month. */
  readonly silentMonths: number
  /** Engagement of last month from 0 to 1; absent when it is not measured. */
  readonly engagement?: number
  /** Change of engagement against three months before, −1 to 1; absent when it is not measured. */
  readonly engagementChange?: number
  /** Open holdings. */
  readonly holdings: number
  /** Holdings closed in the last three months. */
  readonly holdingsClosed: number
  /** Complaints and failed payments in the last three months. */
  readonly troubles: number
  readonly isDormant: boolean
  readonly isRestricted: boolean
}

/** Names of the features, in the order of `lossFeatures`. */
export const lossFeatureNames = [
  'logTenure',
  'isNew',
  'logSilence',
  'engagement',
  'engagementChange',
  'logHoldings',
  'holdingsClosed',
  'troubles',
  'isDormant',
  'isRestricted',
] as const

/** The features by the group a person reads about. */
export const lossFeatureGroups: FeatureGroups = {
  tenure: ['logTenure', 'isNew'],
  recency: ['logSilence'],
  engagement: ['engagement', 'engagementChange'],
  holdings: ['logHoldings', 'holdingsClosed'],
  troubles: ['troubles'],
  status: ['isDormant', 'isRestricted'],
}

const NEW_FOR_MONTHS = 3
const DORMANT_AFTER_MONTHS = 6

/** The features of a state, in the order of `lossFeatureNames`; NaN where something is not measured. */
export function lossFeatures(state: LossState): number[] {
  return [
    Math.log1p(state.tenureMonths),
    state.tenureMonths < NEW_FOR_MONTHS ? 1 : 0,
    Math.log1p(state.silentMonths),
    state.engagement ?? Number.NaN,
    state.engagementChange ?? Number.NaN,
    Math.log1p(state.holdings),
    Math.min(3, state.holdingsClosed),
    Math.min(3, state.troubles),
    state.isDormant ? 1 : 0,
    state.isRestricted ? 1 : 0,
  ]
}

/**
 * The state that many months later if the client stays as it is: older; more silent only where it is silent
 * already; dormant after six silent months; events of the last three months fade.
 */
export function laterState(state: LossState, months: number): LossState {
  const silentMonths = state.silentMonths > 0 ? state.silentMonths + months : 0
  const fading = Math.max(0, 1 - months / 3)
  return {
    ...state,
    tenureMonths: state.tenureMonths + months,
    silentMonths,
    ...(state.engagementChange === undefined ? {} : { engagementChange: state.engagementChange * fading }),
    holdingsClosed: state.holdingsClosed * fading,
    troubles: state.troubles * fading,
    isDormant: state.isDormant || silentMonths >= DORMANT_AFTER_MONTHS,
  }
}
