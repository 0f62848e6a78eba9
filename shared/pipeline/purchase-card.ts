/** The card of the chosen purchase model: what it said about the days held out, and what happened (`models.md` 5.5). */
import { dayOf } from '#shared/kernel/day'
import { frequencyHistogram } from '#shared/models/frequency-histogram'
import { expectedSpend, fit as fitSpend } from '#shared/models/gamma-gamma'
import type { PurchaseModelName } from '#shared/models/purchase-model'
import { purchaseModels } from '#shared/models/purchase-models'
import {
  areaUnderCurve,
  brierScore,
  byFrequency,
  byRecency,
  gain,
  normalisedGini,
  predictedGroups,
  reliability,
} from '#shared/models/report-card'
import { cumulativeError, tracking } from '#shared/models/tracking'
import type { BackTest } from './backtest.ts'
import type { Calibrated } from './calibrate.ts'
import type { ClientDays } from './client-days.ts'
import { coverageRow } from './coverage.ts'
import {
  type HeldOutClient,
  naiveGuesses,
  predictedBy,
  type Split,
  type Tested,
  type TestedModel,
} from './holdout.ts'
import { calibrationError } from './loss-test.ts'
import type { ErrorsRow, HoldoutCard, ReportCardView } from './report-card-view.schema.ts'

const WEEK = 7
const FOUR_WEEKS = 28
const MOST_WEEKS = 104
const DECILES = 10

/** The card of the chosen model. */
export function purchaseCard(
  test: BackTest | { readonly reason: string },
  rows: readonly ClientDays[],
  chosen: {
    model: PurchaseModelName | undefined
    reason: string
    share: number
    calibrated: Calibrated | undefined
  },
): ReportCardView['purchases'] {
  if ('reason' in test) return { holdout: null, reason: test.reason }
  const model = test.models.find(({ name }) => name === chosen.model)
  const { calibrated } = chosen
  if (!model || !calibrated) return { holdout: null, reason: chosen.reason }
  const { split, clients } = test
  const actual = clients.map(({ later }) => later)
  const guesses = naiveGuesses(clients, split.days)
  const holdout: HoldoutCard = {
    until: dayOf(split.cut),
    days: split.days,
    clients: clients.length,
    share: chosen.share,
    model: model.name,
    reason: chosen.reason,
    errors: [
      ...test.models.map((one) => errorsRow(one, { kind: 'model', isChosen: one === model })),
      ...guesses.map((one) => errorsRow(one, { kind: 'guess', isChosen: false })),
    ],
    tracking: trackingOf(rows, split, model),
    byFrequency: byFrequency(
      clients.map(({ history: { x }, later }, index) => ({
        x,
        actual: later,
        predicted: model.predicted[index] ?? 0,
      })),
    ),
    byRecency: byRecency(
      clients.map(({ history: { T, tx }, later }, index) => ({
        gap: T - tx,
        actual: later,
        predicted: model.predicted[index] ?? 0,
      })),
    ),
    histogram: frequencyHistogram(
      clients.map(({ history }) => history),
      { model: model.name, params: model.fit.params },
    ),
    ...rankingOf(clients, model, actual),
    active: activeOf(clients, model, split.days),
    coverage: {
      ...coverageRow(calibrated.coverage, calibrated.earlier),
      origins: calibrated.rolling.origins,
      modelError: calibrated.rolling.modelError,
    },
  }
  return { holdout, reason: null }
}

function errorsRow(
  { name, errors }: Tested,
  { kind, isChosen }: Pick<ErrorsRow, 'kind' | 'isChosen'>,
): ErrorsRow {
  const { predicted, actual, mae, rmse, msle } = errors
  return {
    name,
    kind,
    isChosen,
    predicted,
    actual,
    bias: errors.bias ?? null,
    mae,
    rmse,
    msle,
    correlation: errors.correlation ?? null,
    rankCorrelation: errors.rankCorrelation ?? null,
  }
}

/** Repeat purchases by week, or by four weeks over more than two years; one period begins right after the split. */
function trackingOf(
  rows: readonly ClientDays[],
  { cut, days: held }: Split,
  { name, fit }: TestedModel,
): HoldoutCard['tracking'] {
  const cohort = rows.filter(({ days }) => (days[0] ?? Infinity) <= cut)
  const first = cohort.reduce((least, { days }) => Math.min(least, days[0] ?? least), cut)
  const periodDays = (cut + held - first + 1) / WEEK > MOST_WEEKS ? FOUR_WEEKS : WEEK
  const before = Math.ceil((cut + 1 - first) / periodDays)
  const start = cut + 1 - before * periodDays
  const tracked = tracking(name, fit.params, {
    firstPurchases: cohort.map(({ days }) => (days[0] ?? start) - start),
    repeatPurchases: cohort.flatMap(({ days }) => days.slice(1).map((day) => day - start)),
    periods: before + Math.floor(held / periodDays),
    periodLength: periodDays,
  })
  return {
    periodDays,
    rows: tracked.map(({ until, ...row }, index) => ({
      until: dayOf(start + until - 1),
      isHeldOut: index >= before,
      ...row,
    })),
    error: cumulativeError(tracked.slice(before)),
  }
}

/** Ten groups and gains: by spend where spends can be predicted, else by purchases. */
function rankingOf(
  clients: readonly HeldOutClient[],
  { predicted }: TestedModel,
  actual: readonly number[],
): Pick<HoldoutCard, 'groups' | 'gains'> {
  const spend = fitSpend(clients.map((client) => client.spend).filter(({ mean }) => mean > 0))
  const isInMoney = spend.diagnosis === undefined || spend.diagnosis.code === 'fit.spend-depends-on-frequency'
  const score = isInMoney
    ? clients.map((client, index) => (predicted[index] ?? 0) * expectedSpend(spend.params, client.spend))
    : predicted
  const outcome = isInMoney ? clients.map(({ laterCents }) => laterCents) : actual
  const rankings = [
    ['model', score],
    ['past-spend', clients.map(({ pastCents }) => pastCents)],
    ['frequency', clients.map(({ history }) => history.x)],
    ['perfect', outcome],
  ] as const
  return {
    groups: { unit: isInMoney ? 'cents' : 'purchases', rows: predictedGroups(score, outcome, DECILES) },
    gains: rankings.map(([name, by]) => ({
      name,
      top10: gain(by, outcome, 0.1),
      top20: gain(by, outcome, 0.2),
      gini: normalisedGini(by, outcome),
    })),
  }
}

function activeOf(
  clients: readonly HeldOutClient[],
  { name, fit }: TestedModel,
  days: number,
): HoldoutCard['active'] {
  const said = predictedBy(clients, (history) =>
    purchaseModels[name].probabilityActive(fit.params, history, days),
  )
  const isActive = clients.map(({ later }) => later > 0)
  const rows = reliability(said, isActive)
  return {
    rows,
    error: calibrationError(rows),
    brier: brierScore(said, isActive),
    auc: areaUnderCurve(said, isActive) ?? null,
  }
}
