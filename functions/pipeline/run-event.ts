import * as v from 'valibot'
import { runModels } from '#shared/pipeline/run-view.schema'

const shared = {
  runId: v.pipe(v.string(), v.minLength(1), v.maxLength(128)),
  reason: v.optional(v.picklist(['import', 'nightly', 'on-demand', 'demo']), 'nightly'),
  asOf: v.optional(v.string()),
  model: v.optional(v.picklist(runModels)),
}

/** Input of a step that runs once. */
export const RunEvent = v.object({ ...shared, cursor: v.optional(v.string()) })

/** Input of a step that runs for one shard. */
export const ShardEvent = v.object({
  ...shared,
  shard: v.number(),
  shards: v.number(),
  cursor: v.optional(v.string()),
})
/** Input of a step that runs for one shard. */
export type ShardEvent = v.InferOutput<typeof ShardEvent>

/** Time left at which a long step stops and says where it got to. */
export const SPARE_MILLISECONDS = 60_000

/** Where a shard's step got to: parts written so far, clients done, key to go on after. */
export const ShardCursor = v.object({ part: v.number(), done: v.number(), after: v.string() })
/** Where a shard's step got to. */
export type ShardCursor = v.InferOutput<typeof ShardCursor>

/** The cursor of an event, or the start. */
export function cursorOf(event: ShardEvent): Partial<ShardCursor> & { part: number; done: number } {
  return event.cursor === undefined ? { part: 0, done: 0 } : v.parse(ShardCursor, JSON.parse(event.cursor))
}
