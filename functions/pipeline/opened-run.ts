import { type Run, runNotFound } from '#shared/pipeline/run'
import type { RunsStore } from '#functions/store/runs.store'

/** A run that its first step has opened, with its as-of day. */
export async function openedRun(
  runs: Pick<RunsStore, 'load'>,
  id: string,
): Promise<{ run: Run; asOf: string }> {
  const run = await runs.load(id)
  if (!run?.asOf) throw runNotFound(id)
  return { run, asOf: run.asOf }
}
