import * as v from 'valibot'

const Day = v.string()
const Unknown = v.nullable(v.number())

/** Errors of one way to predict, over all clients held out. */
export const ErrorsRow = v.object({
  /** A model, or the name of a guess that needs none. */
  name: v.string(),
  kind: v.picklist(['model', 'guess']),
  isChosen: v.boolean(),
  predicted: v.number(),
  actual: v.number(),
  /** Relative error of the sum. */
  bias: Unknown,
  mae: v.number(),
  rmse: v.number(),
  msle: v.number(),
  correlation: Unknown,
  rankCorrelation: Unknown,
})
/** Errors of one way to predict. */
export type ErrorsRow = v.InferOutput<typeof ErrorsRow>

const Said = v.object({ clients: v.number(), said: v.number(), happened: v.number() })
const Compared = v.object({ clients: v.number(), predicted: v.number(), actual: v.number() })

/** How the purchase model did on the days held out. */
export const HoldoutCard = v.object({
  /** The last day the models knew, and how many days they had to predict. */
  until: Day,
  days: v.number(),
  clients: v.number(),
  /** 1 where every client was tested, else the share. */
  share: v.number(),
  model: v.string(),
  reason: v.string(),
  errors: v.array(ErrorsRow),
  tracking: v.object({
    periodDays: v.number(),
    rows: v.array(
      v.object({
        until: Day,
        isHeldOut: v.boolean(),
        actual: v.number(),
        expected: v.number(),
        actualSoFar: v.number(),
        expectedSoFar: v.number(),
      }),
    ),
    /** Mean absolute error of the sum so far in the periods held out, as a share. */
    error: v.number(),
  }),
  /** Mean purchases of clients with 0, 1, … 7 or more repeat purchases. */
  byFrequency: v.array(v.object({ frequency: v.number(), ...Compared.entries })),
  /** Mean purchases of clients in five groups by the days since their last purchase; `upTo` is the group's longest. */
  byRecency: v.array(v.object({ from: v.number(), upTo: v.number(), ...Compared.entries })),
  /** Clients with 0, 1, … 7 or more repeat purchases by the split: expected by the model and counted. */
  histogram: v.array(v.object({ frequency: v.number(), expected: v.number(), actual: v.number() })),
  /** Means of ten groups of equal size, lowest prediction first. */
  groups: v.object({ unit: v.picklist(['cents', 'purchases']), rows: v.array(Compared) }),
  /** Share of what happened held by the top 10 and 20 % of clients by each ranking. */
  gains: v.array(
    v.object({
      name: v.picklist(['model', 'past-spend', 'frequency', 'perfect']),
      top10: v.number(),
      top20: v.number(),
      gini: v.number(),
    }),
  ),
  /** The chance of a purchase in the days held out: said and happened. */
  active: v.object({ rows: v.array(Said), error: v.number(), brier: v.number(), auc: Unknown }),
  coverage: v.object({
    clients: v.number(),
    /** Shares of clients inside their simulated intervals; `uniform80` by the randomised transform. */
    inside80: v.number(),
    inside95: v.number(),
    uniform80: v.number(),
    /** `uniform80` at the levels learned on a split before; null where there was none. */
    calibrated80: v.nullable(v.object({ until: Day, share: v.number() })),
    /** A quarter ahead from days spread over what is known; `wide` as widened by what earlier quarters taught. */
    origins: v.array(
      v.object({
        until: Day,
        days: v.number(),
        clients: v.number(),
        predicted: v.number(),
        actual: v.number(),
        low80: v.number(),
        high80: v.number(),
        wideLow80: v.number(),
        wideHigh80: v.number(),
      }),
    ),
    /** Standard deviation of ln(actual / predicted) beyond the simulated one, learned on all origins. */
    modelError: v.number(),
    total: v.object({
      actual: v.number(),
      low80: v.number(),
      high80: v.number(),
      low95: v.number(),
      high95: v.number(),
    }),
  }),
})
/** How the purchase model did on the days held out. */
export type HoldoutCard = v.InferOutput<typeof HoldoutCard>

/** How the loss model did on months it had not seen. */
export const LossCard = v.object({
  from: v.string(),
  to: v.string(),
  clientMonths: v.number(),
  predicted: v.number(),
  actual: v.number(),
  rows: v.array(Said),
  /** Expected calibration error: mean distance of said and happened over the groups. */
  error: v.number(),
  auc: Unknown,
})
/** How the loss model did on months it had not seen. */
export type LossCard = v.InferOutput<typeof LossCard>

/** The report card of a run's models: each part, or the reason why there is none. */
export const ReportCardView = v.object({
  asOf: Day,
  purchases: v.object({ holdout: v.nullable(HoldoutCard), reason: v.nullable(v.string()) }),
  loss: v.object({ test: v.nullable(LossCard), reason: v.nullable(v.string()) }),
})
/** The report card of a run's models. */
export type ReportCardView = v.InferOutput<typeof ReportCardView>
