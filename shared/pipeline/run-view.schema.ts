import * as v from 'valibot'
import { isCivilDay } from '#shared/kernel/day'

/** Models that may be asked for by name. */
export const runModels = ['bg-nbd', 'mbg-nbd', 'pareto-nbd'] as const

const aDay = v.pipe(v.string(), v.check(isCivilDay, 'Write a real day as YYYY-MM-DD.'))

/** What starts a run. A run with an earlier `asOf` than the newest is a study and writes no client. */
export const NewRun = v.strictObject({
  asOf: v.optional(aDay),
  /** First day of a range to be studied; `asOf` is its last, today unless given. */
  from: v.optional(aDay),
  model: v.optional(v.picklist(runModels)),
  horizonMonths: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(120))),
})
/** What starts a run. */
export type NewRun = v.InferOutput<typeof NewRun>

/** A run and how far it is. */
export const RunView = v.object({
  id: v.string(),
  status: v.picklist(['queued', 'running', 'published', 'failed', 'abandoned']),
  isStudy: v.boolean(),
  isCurrent: v.boolean(),
  reason: v.picklist(['import', 'nightly', 'on-demand', 'demo']),
  asOf: v.nullable(v.string()),
  startedAt: v.string(),
  finishedAt: v.nullable(v.string()),
  step: v.nullable(v.string()),
  /** One entry per step in order; `done` of `total` clients where the step counts them. */
  steps: v.array(
    v.object({
      name: v.string(),
      does: v.string(),
      state: v.picklist(['waiting', 'running', 'done', 'failed']),
      done: v.number(),
      total: v.nullable(v.number()),
    }),
  ),
  clients: v.number(),
  /** Version of the house's settings it was opened under; 0: the shipped ones. */
  settingsVersion: v.number(),
  error: v.nullable(v.object({ code: v.string(), message: v.string() })),
  /** Candidate models with their fit; the chosen one first. */
  fits: v.array(
    v.object({
      model: v.string(),
      isChosen: v.boolean(),
      params: v.record(v.string(), v.number()),
      logLikelihood: v.nullable(v.number()),
      converged: v.boolean(),
      diagnosis: v.nullable(v.string()),
    }),
  ),
  /** Whether the live flows equalled their recount from the facts. */
  reconciliation: v.nullable(v.picklist(['equal', 'different', 'not-verified'])),
})
/** A run and how far it is. */
export type RunView = v.InferOutput<typeof RunView>

/** Query of a run's predictions, client by client. */
export const PredictionsQuery = v.strictObject({
  horizonDays: v.optional(
    v.pipe(v.string(), v.toNumber(), v.integer(), v.minValue(1), v.maxValue(3_660)),
    '90',
  ),
  cursor: v.optional(v.pipe(v.string(), v.maxLength(4096))),
})

/** What a run predicts of one client within a horizon; null where it predicts nothing. Spend in minor units. */
export const Prediction = v.object({
  id: v.string(),
  x: v.number(),
  txDays: v.number(),
  TDays: v.number(),
  chance: v.nullable(v.number()),
  expectedPurchases: v.nullable(v.number()),
  spendPerPurchaseCents: v.nullable(v.number()),
  expectedSpendCents: v.nullable(v.number()),
})
/** What a run predicts of one client. */
export type Prediction = v.InferOutput<typeof Prediction>

/** A page of predictions, in id order of the names. */
export const PredictionsPage = v.object({
  items: v.array(Prediction),
  total: v.number(),
  next: v.nullable(v.string()),
})

/** The newest runs. */
export const RunsPage = v.object({ items: v.array(RunView), next: v.nullable(v.string()) })
