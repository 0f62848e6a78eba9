import type { StepResult } from '#shared/pipeline/pipeline'
import {
  failedByFile,
  type ImportJobDeps,
  LANES,
  partitionsOf,
  SPARE_MILLISECONDS,
  startedImport,
} from './import-job.ts'
import { partitionName } from './import-files.ts'
import { ingestPartition } from './ingest-partition.ts'
import { progressOf } from './progress.ts'
import { prepareCatalogue, readNotices } from './prepare.ts'

/** Second pass: saves the rows partition by partition. What is marked as saved is passed over. */
export async function ingest(
  id: string,
  deps: ImportJobDeps,
  remainingMilliseconds: () => number,
): Promise<StepResult> {
  const started = await startedImport(deps.imports, id)
  if (!started) return { isDone: true }
  const progress = progressOf(started, await deps.imports.batches(id), deps)
  await progress.report()
  try {
    const notices = await readNotices(started, deps.files)
    await prepareCatalogue(started, notices, deps)
    const channels = await deps.channels.registered()
    const partitions = partitionsOf(started.bytes, deps.shards)
    let next = 0
    const hasTime = () => remainingMilliseconds() >= SPARE_MILLISECONDS
    const lane = async () => {
      while (next < partitions && hasTime()) {
        const partition = next++
        if (progress.isIn(partitionName(partition))) continue
        const work = { started, notices, channels, partition, hasTime, progress }
        if (!(await ingestPartition(work, deps))) return false
      }
      return next >= partitions
    }
    const lanes = await allOrFirstFailure(Array.from({ length: LANES }, lane))
    return lanes.every(Boolean) ? { isDone: true } : { isDone: false, cursor: String(progress.done()) }
  } catch (error) {
    await failedByFile(error, id, deps)
    return { isDone: true }
  }
}

/** Waits for every lane, also when one fails: a lane that goes on writing would meet the next attempt. */
async function allOrFirstFailure(lanes: readonly Promise<boolean>[]): Promise<boolean[]> {
  const settled = await Promise.allSettled(lanes)
  return settled.map((lane) => {
    if (lane.status === 'rejected') throw lane.reason
    return lane.value
  })
}
