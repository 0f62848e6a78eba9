import * as v from 'valibot'

/** What a rule would catch in a sample, and month by month in what the sample did. */
export const RulePreview = v.object({
  /** Clients looked at; the first in name order. */
  clients: v.number(),
  totalClients: v.number(),
  evaluated: v.number(),
  failed: v.number(),
  rows: v.array(
    v.object({ subject: v.string(), clientId: v.nullable(v.string()), value: v.nullable(v.string()) }),
  ),
  /** Dry run on history: records of each month that would have been evaluated and failed. */
  months: v.array(v.object({ month: v.string(), evaluated: v.number(), failed: v.number() })),
})
/** What a rule would catch. */
export type RulePreview = v.InferOutput<typeof RulePreview>
