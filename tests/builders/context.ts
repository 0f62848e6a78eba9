import { lossFeatureNames } from '#shared/models/loss-features'
import {
  type Context,
  DEFINITIONS,
  defaultSettings,
  flowMonths,
  listedPeriods,
  monthEndsBefore,
} from '#shared/portfolio/context'

/** A catalogue with every kind of margin: a rate, a unit cost, and none at all. */
export const aCatalogue: Context['catalogue'] = {
  rated: { kind: 'purchase', family: 'goods', isAnchor: false, marginRate: 0.35 },
  costed: { kind: 'purchase', family: 'goods', isAnchor: false, unitCostCents: 333 },
  current: { kind: 'account', family: 'accounts', isAnchor: true, marginRate: 0.5 },
  saving: { kind: 'account', family: 'accounts', isAnchor: false },
}

const lossModel = {
  names: lossFeatureNames,
  intercept: -3,
  coefficients: [-0.2, 0.1, 0.3, -0.5, -0.4, -0.3, 0.2, 0.4, 0.5, 0.6],
  means: [2, 0.1, 0.5, 0.4, 0, 0.8, 0.1, 0.1, 0.1, 0.05],
}
const spend = { params: { p: 6.25, q: 3.74, v: 15_44 } }
const params = { r: 0.55, alpha: 60, a: 0.8, b: 2.4 }

/** A run's context with fitted models, so that a test says only what it is about. */
export function aContext({ asOf = '2026-03-14', ...rest }: Partial<Context> = {}): Context {
  return {
    runId: 'run-1',
    definitions: DEFINITIONS,
    asOf,
    settings: defaultSettings,
    activityWindowDays: 90,
    models: {
      purchases: { model: 'mbg-nbd', params },
      chance: { model: 'mbg-nbd', params },
      spend,
      loss: { model: lossModel, refits: [lossModel] },
    },
    draws: [
      { purchases: params, spend: spend.params },
      { purchases: { ...params, r: 0.6 }, spend: spend.params },
    ],
    seed: 7,
    cuts: { recency: [30, 90, 90, 365], frequency: [2, 3, 3, 6], money: [1_00, 20_00, 60_00, 150_00] },
    catalogue: aCatalogue,
    monthEnds: monthEndsBefore(asOf),
    months: flowMonths(asOf),
    periods: listedPeriods(asOf),
    ...rest,
  }
}
