import type { StepResult } from '#shared/pipeline/pipeline'
import { failingKind } from '#shared/quality/affected'
import type { Issue } from '#shared/quality/issue'
import { isOpen } from '#shared/quality/workflow'
import type { Rule } from '#shared/quality/rule'
import { decided } from './decide-issue.ts'
import { affectedClients, issueEffect, type Measured, measuredOn } from './issue-effect.ts'
import { failingRows } from './issue-rows.ts'
import { rulesOf, type ScanDeps, type ScanEvent, scanStores } from './scan-job.ts'

const SPARE_MILLISECONDS = 60_000

/**
 * The effect of every open issue on the headline figures of the current run, one issue after the other; issues of more
 * clients than the settings allow say so and are computed on demand. Then whoever wants to know is told.
 */
export async function scanEffects(
  event: ScanEvent,
  deps: ScanDeps,
  remainingMilliseconds: () => number,
): Promise<StepResult> {
  const { issues, scans } = scanStores(deps)
  const scan = await scans.load(event.scanId)
  if (!scan) throw new Error('Impossible: a scan is opened before its effects')
  const measured = await currentRun(deps)
  const rules = new Map((await rulesOf(scan.id, deps.files)).map((rule) => [rule.id, rule]))
  const ids = (await issues.cards(true)).cards.map(({ id }) => id).sort()
  for (const id of ids) {
    if (event.cursor !== undefined && id <= event.cursor) continue
    const issue = await issues.load(id)
    const rule = issue && rules.get(issue.rule)
    if (issue && rule && isStale(issue, measured))
      await renew(issue, { rule, measured, spellings: scan.spellings ?? {} }, deps)
    if (remainingMilliseconds() < SPARE_MILLISECONDS) return { isDone: false, cursor: id }
  }
  return { isDone: true }
}

/** The run that the product shows, with what effects need of it. */
export async function currentRun(deps: Pick<ScanDeps, 'table' | 'shards'>): Promise<Measured | undefined> {
  const { runs } = scanStores(deps)
  const { runId, finishedAt = '' } = await runs.current({ isConsistent: true })
  if (runId === undefined) return undefined
  const [context, snapshot] = await Promise.all([runs.loadContext(runId), runs.loadSnapshot(runId)])
  return context && snapshot ? measuredOn({ runId, finishedAt, context, snapshot }) : undefined
}

function isStale({ effect, lastScan, effectOf }: Issue, measured: Measured | undefined): boolean {
  return !effect || effect.runId !== (measured?.runId ?? null) || effectOf !== lastScan
}

interface Renewal {
  readonly rule: Rule
  readonly measured: Measured | undefined
  readonly spellings: Readonly<Record<string, string>>
  readonly mostClients?: number
}

/** Computes the effect of an issue anew and keeps it with the issue. */
export async function renew(
  issue: Issue,
  { rule, measured, spellings, mostClients }: Renewal,
  deps: ScanDeps,
) {
  const { issues, clients } = scanStores(deps)
  const effect = await issueEffect({
    rule,
    clients: issue.clients,
    measured,
    spellings,
    mostClients: mostClients ?? (await deps.settings()).effectClients,
    read: async () => affectedClients(await failingRows(issue, deps.files), failingKind(rule), clients),
  })
  await decided(issues, issue.id, (now) => {
    if (!now || !isOpen(now.status) || now.lastScan !== issue.lastScan) return undefined
    const { lastScan } = issue
    return {
      issue: { ...now, effect, ...(lastScan === undefined ? {} : { effectOf: lastScan }) },
      events: [],
    }
  })
  return effect
}
