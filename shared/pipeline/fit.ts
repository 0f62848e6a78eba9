/**
 * From a summary of all clients to everything a valuation needs: the purchase model (BG/NBD or MBG/NBD by the rule of
 * `model-choice.ts`, unless one is asked for), the model behind "chance still a client" (never BG/NBD, which calls every one-time buyer
 * alive), the spend model, the activity window, the cut-offs of the segments, and the draws behind the intervals.
 */
import { bootstrapFits, bootstrapSpendFits } from '#shared/models/bootstrap'
import type { Fit, Params } from '#shared/models/fit'
import { fit as fitSpend, type GammaGammaParams, type WeightedSpend } from '#shared/models/gamma-gamma'
import { type IntervalCalibration, modelErrorFactors } from '#shared/models/interval-calibration'
import { chooseModel } from '#shared/models/model-choice'
import { compress, type PurchaseHistory, type WeightedHistories } from '#shared/models/purchase-history'
import type { PurchaseModelName } from '#shared/models/purchase-model'
import { purchaseModels } from '#shared/models/purchase-models'
import type { HoldoutErrors } from '#shared/models/report-card'
import { type Draw, DRAWS, type FittedModels } from '#shared/portfolio/context'
import { type Cuts, cutsOf } from '#shared/portfolio/segments'
import { fitLoss, type LossFitted } from './fit-loss.ts'
import type { FitSummary } from './run.ts'
import type { Summary } from './summarise.ts'

/** The seed of a run's draws: fixed, so that the same facts give the same figures. */
export const SEED = 20_260_101

const windows = [30, 60, 90, 180, 365] as const
const DEFAULT_WINDOW_DAYS = 90
const COVERED_GAPS = 0.8
/** The models among which a run chooses. */
export const candidates: readonly PurchaseModelName[] = ['mbg-nbd', 'bg-nbd']

const saysWhoLeft: readonly PurchaseModelName[] = ['mbg-nbd', 'pareto-nbd']

/** What the fit step leaves for the others. */
export interface Fitted {
  readonly models: FittedModels
  readonly draws: readonly Draw[]
  readonly cuts: Cuts
  readonly activityWindowDays: number
  readonly fits: readonly FitSummary[]
  /** Why the purchase model is the one it is. */
  readonly reason: string
}

/** What a fit is asked for, and what a back-test found. */
export interface FitWish {
  readonly model?: PurchaseModelName
  readonly windowDays?: number
  readonly holdout?: Partial<Record<PurchaseModelName, HoldoutErrors>>
}

/** Fits everything to a summary; data that cannot be fitted leave the reason in the place of the model. */
export function fitModels(summary: Summary, wish: FitWish = {}): Fitted {
  const histories = historiesOf(summary)
  const fits = fitsOf(histories, wish)
  const usable = fits.filter(({ fit }) => fit.diagnosis === undefined)
  const choice = choiceOf(usable, wish)
  const chosen = fits.find(({ name }) => name === choice.model)
  const isUsable = chosen !== undefined && chosen.fit.diagnosis === undefined
  const chance =
    isUsable && saysWhoLeft.includes(chosen.name) ? chosen : usable.find(({ name }) => name === 'mbg-nbd')
  const spends = spendsOf(summary)
  const spend = fitSpend(spends)
  const loss = summary.accountClients > 0 ? fitLoss(summary.loss.rows, SEED) : undefined
  const models = modelsOf({ chosen: isUsable ? chosen : undefined, chance, spend, summary, fits, loss })
  return {
    models,
    draws: isUsable ? drawsOf({ chosen, histories, spends, spend: models.spend ? spend : undefined }) : [],
    cuts: cutsOf({
      recency: numbers(summary.recency),
      frequency: numbers(summary.frequency),
      money: numbers(summary.money),
    }),
    activityWindowDays: wish.windowDays ?? activityWindow(summary.gaps),
    fits: [
      ...fits.map(({ name, fit }) => summaryOfFit(name, fit, isUsable && name === chosen.name)),
      summaryOfFit('gamma-gamma', spend, models.spend !== undefined),
      ...(loss ? [summaryOfLoss(loss)] : []),
    ].sort((left, right) => Number(right.isChosen) - Number(left.isChosen)),
    reason: models.purchasesWithheld ?? choice.reason,
  }
}

/**
 * The candidates and the model asked for, fitted. Where the purchases do not show that clients leave, NBD, in which
 * nobody leaves, is fitted too: it says what will be bought, and no chance of being a client still.
 */
function fitsOf({ histories, weights }: WeightedHistories, { model }: FitWish): Named[] {
  const fitted = (name: PurchaseModelName): Named => ({
    name,
    fit: purchaseModels[name].fit(histories, weights),
  })
  const fits = [...new Set([...(model ? [model] : []), ...candidates])].map(fitted)
  const isWithoutLeaving = fits.every(({ fit }) => fit.diagnosis?.code === 'fit.dropout-not-identified')
  return isWithoutLeaving && model !== 'nbd' ? [...fits, fitted('nbd')] : fits
}

/** The model asked for, else the choice among the usable ones: by the hold-out where all of them have one. */
function choiceOf(usable: readonly Named[], wish: FitWish): { model?: PurchaseModelName; reason: string } {
  if (wish.model) return { model: wish.model, reason: `${wish.model} was asked for.` }
  const { expectations, reason } = chooseModel(
    usable.map(({ name, fit }) => {
      const holdout = wish.holdout?.[name]
      return { name, fit, ...(holdout ? { holdout } : {}) }
    }),
  )
  return { ...(expectations ? { model: expectations } : {}), reason }
}

interface Named {
  readonly name: PurchaseModelName
  readonly fit: Fit<Params>
}

interface Found {
  readonly chosen: Named | undefined
  readonly chance: Named | undefined
  readonly spend: Fit<GammaGammaParams>
  readonly summary: Summary
  readonly fits: readonly Named[]
  readonly loss: LossFitted | undefined
}

function modelsOf({ chosen, chance, spend, summary, fits, loss }: Found): FittedModels {
  const meanSpendCents = meanSpend(summary)
  const reason = fits[0]?.fit.diagnosis?.sentence
  // Where frequency and spend hang together the figures are shown all the same, with the warning beside the fit.
  const isSpendUsable =
    spend.diagnosis === undefined || spend.diagnosis.code === 'fit.spend-depends-on-frequency'
  return {
    ...(chosen ? { purchases: { model: chosen.name, params: chosen.fit.params } } : {}),
    ...(chance ? { chance: { model: chance.name, params: chance.fit.params } } : {}),
    ...(isSpendUsable ? { spend: { params: spend.params } } : {}),
    ...(meanSpendCents === undefined ? {} : { meanSpendCents }),
    ...(chosen ? {} : { purchasesWithheld: reason ?? 'No purchase-based client has been seen yet.' }),
    ...(loss?.loss ? { loss: loss.loss } : {}),
    ...(loss?.reason ? { accountsWithheld: loss.reason } : {}),
  }
}

interface ToDraw {
  readonly chosen: Named
  readonly histories: WeightedHistories
  readonly spends: readonly WeightedSpend[]
  readonly spend: Fit<GammaGammaParams> | undefined
}

function drawsOf({ chosen, histories, spends, spend }: ToDraw): Draw[] {
  const options = { draws: DRAWS, seed: SEED }
  const purchases = bootstrapFits(chosen.name, histories, { ...options, start: chosen.fit.params })
  const amounts = spend ? bootstrapSpendFits(spends, { ...options, start: spend.params }) : []
  return purchases.map((params, index) => {
    const amount = amounts[index]
    return { purchases: params, ...(amount ? { spend: amount } : {}) }
  })
}

/** Models and draws as a context stores them, with what the back-test found about their intervals. */
export function calibratedModels(
  { models, draws }: Pick<Fitted, 'models' | 'draws'>,
  intervals: IntervalCalibration | undefined,
): Pick<Fitted, 'models' | 'draws'> {
  if (!intervals) return { models, draws }
  const factors = modelErrorFactors(intervals.modelError, { draws: draws.length, seed: SEED })
  return {
    models: { ...models, intervals },
    draws: draws.map((draw, index) => ({ ...draw, level: factors[index] ?? 1 })),
  }
}

/** The unique histories of a summary with their weights. */
export function historiesOf(summary: Summary): WeightedHistories {
  const counted = Object.entries(summary.histories).map(([key, weight]) => {
    const [x = 0, tx = 0, T = 0] = key.split(',').map(Number)
    return { history: { x, tx, T } satisfies PurchaseHistory, weight }
  })
  const { histories } = compress(counted.map(({ history }) => history))
  const weightByKey = new Map(Object.entries(summary.histories))
  return { histories, weights: histories.map(({ x, tx, T }) => weightByKey.get(`${x},${tx},${T}`) ?? 0) }
}

/** The spends of clients who bought again: mean per repeat day in minor units. Days worth nothing in sum are left out. */
export function spendsOf(summary: Summary): WeightedSpend[] {
  return Object.entries(summary.spends)
    .map(([key, weight]) => {
      const [x = 0, sum = 0] = key.split(',').map(Number)
      return { x, mean: sum / x, weight }
    })
    .filter(({ mean }) => mean > 0)
    .sort((left, right) => left.x - right.x || left.mean - right.mean)
}

function meanSpend(summary: Summary): number | undefined {
  let purchases = summary.firstPurchases
  let sum = summary.firstSpendCents
  for (const [key, weight] of Object.entries(summary.spends)) {
    const [x = 0, spent = 0] = key.split(',').map(Number)
    purchases += x * weight
    sum += spent * weight
  }
  return purchases > 0 && sum > 0 ? sum / purchases : undefined
}

/** The smallest listed window that covers 80 % of the gaps between own actions. */
export function activityWindow(gaps: Readonly<Record<string, number>>): number {
  const all = Object.entries(gaps).map(([days, amount]) => [Number(days), amount] as const)
  const total = all.reduce((sum, [, amount]) => sum + amount, 0)
  if (total === 0) return DEFAULT_WINDOW_DAYS
  const covered = (window: number) =>
    all.reduce((sum, [days, amount]) => sum + (days <= window ? amount : 0), 0)
  return (
    windows.find((window) => covered(window) >= COVERED_GAPS * total) ?? windows[windows.length - 1] ?? 365
  )
}

function numbers(counts: Readonly<Record<string, number>>): Map<number, number> {
  return new Map(Object.entries(counts).map(([key, amount]) => [Number(key), amount]))
}

function summaryOfFit(model: string, fit: Fit<Params>, isChosen: boolean): FitSummary {
  return {
    model,
    isChosen,
    params: fit.params,
    logLikelihood: Number.isFinite(fit.logLikelihood) ? fit.logLikelihood : null,
    converged: fit.converged,
    diagnosis: fit.diagnosis?.sentence ?? null,
  }
}

function summaryOfLoss({ fit, loss }: LossFitted): FitSummary {
  const named = fit.names.map((name, index) => [name, fit.coefficients[index] ?? 0] as const)
  return {
    model: 'hazard-of-loss',
    isChosen: loss !== undefined,
    params: { intercept: fit.intercept, ...Object.fromEntries(named) },
    logLikelihood: Number.isFinite(fit.logLikelihood) ? fit.logLikelihood : null,
    converged: fit.converged,
    diagnosis: fit.diagnosis?.sentence ?? null,
  }
}
