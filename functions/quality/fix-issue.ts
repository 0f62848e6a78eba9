import type { ClientWithFacts } from '#shared/client/client'
import type { Clock } from '#shared/kernel/clock'
import { DomainError, invalidInput } from '#shared/kernel/errors'
import { failingKind } from '#shared/quality/affected'
import { createClientChecker } from '#shared/quality/check-client'
import { corrected, type Correction } from '#shared/quality/correction'
import { differences, type RowChange } from '#shared/quality/difference'
import { contributionOf, movesOf } from '#shared/quality/effect'
import type { FixBatch } from '#shared/quality/fix'
import { proposals, proposed } from '#shared/quality/proposals'
import type { KpiMove } from '#shared/quality/quality-view.schema'
import { applied, type Corrected, isChange } from '#shared/quality/revision'
import type { Rule } from '#shared/quality/rule'
import type { Issue } from '#shared/quality/issue'
import type { QualityWorld } from '#shared/quality/rows'
import type { ChannelsStore } from '#functions/store/channels.store'
import type { ClientsStore } from '#functions/store/clients.store'
import type { FilesStore } from '#functions/store/files.store'
import type { IssuesStore } from '#functions/store/issues.store'
import { affectedClients, type Measured } from './issue-effect.ts'
import { openRows } from './issue-rows.ts'
import { scanFiles } from './scan-files.ts'

/** Clients corrected in one batch at most: a batch is one call. */
export const MOST_CLIENTS = 500

/** What is asked of a batch: the rule's own proposal, or one correction for all; of some subjects or of all. */
export interface FixWish {
  readonly correction: { readonly kind: 'proposed' } | Correction
  readonly subjects?: readonly string[] | undefined
}

/** What fixing works with. */
export interface FixDeps {
  readonly clients: Pick<ClientsStore, 'loadWithFacts' | 'save'>
  readonly channels: Pick<ChannelsStore, 'registered'>
  readonly issues: IssuesStore
  readonly files: Pick<FilesStore, 'text' | 'bytes' | 'put'>
  readonly clock: Clock
}

/** What a batch would do. */
export interface FixPlan {
  readonly changes: readonly Corrected[]
  readonly rows: readonly RowChange[]
  /** Clients left for another batch. */
  readonly left: number
}

interface Question {
  readonly issue: Issue
  readonly rule: Rule
  readonly wish: FixWish
  readonly world: QualityWorld
  readonly spellings: Readonly<Record<string, string>>
}

/** What a batch would change, client by client; nothing is written. */
export async function planFix(
  { issue, rule, wish, world, spellings }: Question,
  deps: FixDeps,
): Promise<FixPlan> {
  const wanted = wish.subjects && new Set(wish.subjects)
  const all = (await openRows(issue, deps)).filter(({ subject }) => !wanted || wanted.has(subject))
  const ids = [...new Set(all.flatMap(({ clientId }) => clientId ?? []))]
  const now = new Set(ids.slice(0, MOST_CLIENTS))
  const rows = all.filter(({ clientId = '' }) => now.has(clientId))
  const affected = await affectedClients(rows, failingKind(rule), deps.clients)
  const { correction } = wish
  if (correction.kind === 'proposed' && !proposals[rule.id])
    throw invalidInput(
      'fix.nothing-proposed',
      'No correction follows from the data. Set a value or remove the rows.',
    )
  const changes = affected.flatMap(({ aggregate, failing }): Corrected[] => {
    const after =
      correction.kind === 'proposed'
        ? proposed(rule.id, aggregate, { failing, world: { spellings } })
        : corrected(aggregate, failing, correction)
    return after && isChange({ before: aggregate, after }) ? [{ before: aggregate, after }] : []
  })
  return {
    changes,
    rows: changes.flatMap(({ before, after }) => differences(before, after, world)),
    left: ids.length - now.size,
  }
}

/** How the headline figures move with a plan. */
export function planMoves({ changes }: FixPlan, measured: Measured | undefined): KpiMove[] {
  if (!measured) return []
  const of = (side: 'before' | 'after') =>
    contributionOf(
      changes.map((change) => change[side]),
      measured.context,
    )
  return movesOf(measured.snapshot, { leaving: of('before'), coming: of('after') })
}

interface Applying {
  readonly id: string
  readonly issue: Issue
  readonly says: string
  readonly by: string
}

/**
 * Applies a plan as one batch. What every client was is written before the first of them changes, so that a batch that
 * broke off can be taken back too. A client changed meanwhile is left as it is and counted as kept.
 */
export async function applyFix({ id, issue, says, by }: Applying, plan: FixPlan, deps: FixDeps) {
  if (plan.changes.length === 0)
    throw new DomainError(
      'conflict',
      'fix.nothing-to-do',
      'Nothing would change. Scan again to see what still fails.',
    )
  const lines = plan.changes.map((change) => `${JSON.stringify(change)}\n`).join('')
  await deps.files.put(scanFiles.before(id), lines)
  const batch: FixBatch = {
    id,
    issueId: issue.id,
    says,
    state: 'applying',
    rows: plan.rows.length,
    clients: plan.changes.length,
    at: deps.clock(),
    by,
  }
  await deps.issues.saveFix(batch)
  const channels = await deps.channels.registered()
  const kept: string[] = []
  const now: ClientWithFacts[] = []
  for (const change of plan.changes) {
    const after = applied(change.before, change, channels)
    try {
      await deps.clients.save(change.before, after, { work: `${id}/${change.before.client.id}` })
      now.push(after)
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'client.changed-meanwhile') throw error
      kept.push(change.before.client.id)
    }
  }
  const done: FixBatch = {
    ...batch,
    state: 'applied',
    clients: now.length,
    ...(kept.length > 0 ? { kept } : {}),
  }
  await deps.issues.saveFix(done)
  return { batch: done, now }
}

/** The rows of clients that fail a rule as they are now. Rules that compare clients see only these clients. */
export function stillFailing(rule: Rule, clients: readonly ClientWithFacts[], world: QualityWorld): number {
  const check = createClientChecker([{ ...rule, isEnabled: true }], world)
  return clients.reduce((sum, client) => sum + check(client).failing.length, 0)
}
