/** What a run says in short: kept beside the snapshot, so that the first page reads one small item instead of all of it. */
import * as v from 'valibot'
import { snapshotView } from './dashboard.ts'
import { Kpi } from './dashboard-view.schema.ts'
import { flowAt, slotOf, stateAt } from './kpis.ts'
import type { Snapshot } from './snapshot.ts'

/** A headline figure without what stands beside it. */
export const HeadlineFigure = v.object({
  name: Kpi.entries.name,
  title: v.string(),
  figure: Kpi.entries.figure,
  delta: Kpi.entries.delta,
  isUpGood: v.boolean(),
  /** One value per month end, oldest first; null where undefined. */
  sparkline: v.array(v.nullable(v.number())),
})

/** What a run says in short. */
export const Headline = v.object({
  runId: v.string(),
  clients: v.number(),
  active: v.number(),
  /** Revenue of the 12 months to the as-of day, in minor units. */
  revenueCents: v.number(),
  /** Clients active at each month end and at the as-of day, oldest first. */
  activeByMonth: v.array(v.number()),
  kpis: v.array(HeadlineFigure),
  bySegment: v.array(v.object({ segment: v.string(), count: v.number(), totalCents: v.number() })),
})
/** What a run says in short. */
export type Headline = v.InferOutput<typeof Headline>

/** The headline of a snapshot. */
export function headlineOf(snapshot: Snapshot): Headline {
  const { kpis, bySegment } = snapshotView(snapshot, { period: '12-months', compare: 'previous' })
  const { clients, active } = stateAt(snapshot, snapshot.asOf)
  return {
    runId: snapshot.runId,
    clients,
    active,
    revenueCents: flowAt(snapshot, slotOf('12-months', 'now')).revenue,
    activeByMonth: [...snapshot.context.monthEnds, snapshot.asOf].map((day) => stateAt(snapshot, day).active),
    kpis: kpis.map(({ name, title, figure, delta, isUpGood, sparkline }) => ({
      name,
      title,
      figure,
      delta,
      isUpGood,
      sparkline: sparkline.map(({ value }) => value),
    })),
    bySegment: bySegment.map(({ segment, count, totalCents }) => ({ segment, count, totalCents })),
  }
}
