import * as v from 'valibot'
import { statuses } from '#shared/client/facts'
import { figureUnits } from '#shared/kernel/figure.schema'
import { Headline } from '#shared/portfolio/headline'

/** What a piece of work is about. */
export const workKinds = ['client', 'action', 'quality', 'report', 'import', 'run'] as const

/**
 * A piece of work: what to look at and why. `urgency`: `now` for what has failed or is overdue, `value` for what is worth
 * something, `later` for what has time.
 */
export const WorkItem = v.object({
  id: v.string(),
  kind: v.picklist(workKinds),
  title: v.string(),
  text: v.string(),
  path: v.string(),
  urgency: v.picklist(['now', 'value', 'later']),
  /** Expected value at stake in minor units, where it is known. */
  valueCents: v.nullable(v.number()),
  dueOn: v.nullable(v.string()),
  owner: v.nullable(v.string()),
})
/** A piece of work. */
export type WorkItem = v.InferOutput<typeof WorkItem>

/** One figure that is another than at the last visit. */
export const Change = v.object({
  name: v.string(),
  title: v.string(),
  unit: v.picklist([...figureUnits, 'day']),
  isUpGood: v.nullable(v.boolean()),
  path: v.string(),
  from: v.union([v.number(), v.string()]),
  to: v.union([v.number(), v.string()]),
})
/** One figure that is another than at the last visit. */
export type Change = v.InferOutput<typeof Change>

/** What a section says of itself on the first page: its figures by name; absent where the section has none yet. */
const Said = v.record(v.string(), v.union([v.number(), v.string(), v.null()]))

/** The first page. `run` null: nothing has been valued yet. */
export const LandingView = v.object({
  currency: v.string(),
  timeZone: v.string(),
  run: v.nullable(
    v.object({
      id: v.string(),
      asOf: v.string(),
      finishedAt: v.string(),
      model: v.string(),
      changedClients: v.number(),
      isInProgress: v.boolean(),
    }),
  ),
  /** Of the run; null where the run is older than headlines. */
  headline: v.nullable(v.omit(Headline, ['runId'])),
  live: v.object({
    month: v.string(),
    revenueCents: v.number(),
    orders: v.number(),
    buyers: v.number(),
    newClients: v.number(),
  }),
  clients: v.object({
    total: v.number(),
    byStatus: v.array(v.object({ status: v.picklist(statuses), count: v.number() })),
  }),
  sections: v.object({ products: v.nullable(Said), reports: v.nullable(Said), quality: v.nullable(Said) }),
  /** What changed since the visit before this one; null at the first one. */
  since: v.nullable(v.object({ at: v.string(), changes: v.array(Change) })),
  /** Ranked; `total` counts what is not shown too. */
  work: v.object({ items: v.array(WorkItem), total: v.number() }),
})
/** The first page. */
export type LandingView = v.InferOutput<typeof LandingView>
