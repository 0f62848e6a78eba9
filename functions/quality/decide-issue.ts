import { DomainError } from '#shared/kernel/errors'
import type { Scanning, sighted } from '#shared/quality/sighting'
import type { scanStores } from './scan-job.ts'

/** The store of issues. */
export type Issues = ReturnType<typeof scanStores>['issues']
type Decision = Parameters<Issues['save']>[1]

/** What happened to an issue after the scan began to read is newer than what the scan read. */
export function isOvertaken(issue: Decision | undefined, { startedAt, scanId }: Scanning): boolean {
  if (!issue) return false
  return (
    (issue.resolvedAt ?? '') > startedAt ||
    (issue.lastScan !== scanId && (issue.lastScanAt ?? '') > startedAt)
  )
}

const TRIES = 6

/** Reads, decides and writes an issue; decides again when somebody else was quicker. Says whether it is new. */
export async function decided(
  issues: Issues,
  id: string,
  decide: (issue: Decision | undefined) => ReturnType<typeof sighted> | undefined,
): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    const before = await issues.load(id)
    const decision = decide(before)
    if (!decision) return false
    try {
      await issues.save(before, decision.issue, decision.events)
      return before === undefined
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind !== 'conflict' || attempt >= TRIES) throw error
    }
  }
}
