/**
 * The report card of a run: how its models would have done on the last days (`models.md` 5.5), kept with the run.
 * Every figure is of the models fitted without those days; the run's own models are then fitted to all days.
 */
import { dayNumber, dayOf, type CivilDay } from '#shared/kernel/day'
import { expectedSpend, fit as fitSpend } from '#shared/models/gamma-gamma'
import type { PurchaseModelName } from '#shared/models/purchase-model'
import { purchaseModels } from '#shared/models/purchase-models'
import {
  areaUnderCurve,
  brierScore,
  byFrequency,
  gain,
  type HoldoutErrors,
  normalisedGini,
  predictedGroups,
  reliability,
} from '#shared/models/report-card'
import { cumulativeError, tracking } from '#shared/models/tracking'
import type { ClientDays } from './client-days.ts'
import { coverageOf } from './coverage.ts'
import {
  type HeldOutClient,
  heldOut,
  naiveGuesses,
  predictedBy,
  type Split,
  splitOf,
  type Tested,
  type TestedModel,
  testModels,
} from './holdout.ts'
import { calibrationError } from './loss-test.ts'
import type { ErrorsRow, HoldoutCard, ReportCardView } from './report-card-view.schema.ts'

const WEEK = 7
const FOUR_WEEKS = 28
const MOST_WEEKS = 104
const DECILES = 10

/** The models on the days held out, before one of them is chosen. */
export interface BackTest {
  readonly split: Split
  readonly clients: readonly HeldOutClient[]
  readonly models: readonly TestedModel[]
}

/** Fits the models to what was known before the days held out; a portfolio too young or too thin says so. */
export function backTest(
  rows: readonly ClientDays[],
  { asOf, names }: { asOf: CivilDay; names: readonly PurchaseModelName[] },
): BackTest | { readonly reason: string } {
  const split = splitOf(rows, dayNumber(asOf))
  return 'reason' in split ? split : backTestOf(rows, split, names)
}

/** The same with a split of one's own. */
export function backTestOf(
  rows: readonly ClientDays[],
  split: Split,
  names: readonly PurchaseModelName[],
): BackTest | { readonly reason: string } {
  const clients = heldOut(rows, split)
  const models = testModels(clients, split.days, names)
  const sound = models.filter(({ fit }) => isSound(fit.diagnosis?.code))
  if (sound.length > 0) return { split, clients, models: sound }
  const sentence = models[0]?.fit.diagnosis?.sentence ?? 'No model could be fitted.'
  return { reason: `On ${dayOf(split.cut)}, before the ${split.days} days held back: ${sentence}` }
}

// A model that sees no leaving still predicts; one without data, or that did not settle, does not.
const isSound = (code: string | undefined): boolean =>
  code === undefined || code === 'fit.dropout-not-identified'

/** Errors by model, for the choice among them. */
export function errorsByModel(
  test: ReturnType<typeof backTest>,
): Partial<Record<PurchaseModelName, HoldoutErrors>> {
  return 'reason' in test ? {} : Object.fromEntries(test.models.map(({ name, errors }) => [name, errors]))
}

/** The card of the chosen model. */
export function purchaseCard(
  test: ReturnType<typeof backTest>,
  rows: readonly ClientDays[],
  chosen: { model: PurchaseModelName | undefined; reason: string; share: number; seed: number },
): ReportCardView['purchases'] {
  if ('reason' in test) return { holdout: null, reason: test.reason }
  const model = test.models.find(({ name }) => name === chosen.model)
  if (!model) return { holdout: null, reason: chosen.reason }
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
    ...rankingOf(clients, model, actual),
    active: activeOf(clients, model, split.days),
    coverage: coverageOf(clients, model, { days: split.days, seed: chosen.seed }),
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
