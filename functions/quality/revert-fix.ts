import type { ClientWithFacts } from '#shared/client/client'
import { DomainError } from '#shared/kernel/errors'
import type { FixBatch } from '#shared/quality/fix'
import { type Corrected, takenBack } from '#shared/quality/revision'
import type { FixDeps } from './fix-issue.ts'
import { scanFiles } from './scan-files.ts'

const notThere = () =>
  new DomainError(
    'not-found',
    'fix.not-found',
    'There is no such batch of fixes, or what it changed is no longer kept.',
  )

/** What a batch changed. */
export async function changesOf(batchId: string, { files }: Pick<FixDeps, 'files'>): Promise<Corrected[]> {
  const text = await files.text(scanFiles.before(batchId))
  if (text === undefined) throw notThere()
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Corrected) // -- because `applyFix` is the only writer
}

/** Takes a batch back, client by client. What was changed again since is left as it is and named. */
export async function revertFix({ batch, by }: { batch: FixBatch; by: string }, deps: FixDeps) {
  if (batch.state === 'reverted')
    throw new DomainError('conflict', 'fix.already-reverted', 'This batch was taken back already.')
  const changes = await changesOf(batch.id, deps)
  await deps.issues.saveFix({ ...batch, state: 'reverting' })
  const channels = await deps.channels.registered()
  const kept: string[] = []
  const now: ClientWithFacts[] = []
  for (const change of changes) {
    const { id } = change.before.client
    const current = await deps.clients.loadWithFacts(id)
    const back = current && takenBack(current, change, channels)
    if (!current || !back) {
      kept.push(id)
      continue
    }
    await deps.clients.save(current, back, { work: `${batch.id}/back/${id}` })
    now.push(back)
  }
  const done: FixBatch = { ...batch, state: 'reverted', revertedAt: deps.clock(), revertedBy: by, kept }
  await deps.issues.saveFix(done)
  return { batch: done, now }
}
