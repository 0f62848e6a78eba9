import type { ClientWithFacts } from '#shared/client/client'
import { groupedBy } from '#shared/import/grouped'
import { type FailingKind, failingKind, withoutRows } from '#shared/quality/affected'
import { contributionOf, miniature, movesOf } from '#shared/quality/effect'
import type { FailingRow } from '#shared/quality/finding'
import { proposals, proposed } from '#shared/quality/proposals'
import type { EffectView } from '#shared/quality/quality-view.schema'
import type { Rule } from '#shared/quality/rule'
import type { Context } from '#shared/portfolio/context'
import type { Snapshot } from '#shared/portfolio/snapshot'
import type { ClientsStore } from '#functions/store/clients.store'

/** The published run that effects are measured on. */
export interface Measured {
  readonly runId: string
  readonly finishedAt: string
  readonly context: Context
  /** As `miniature` gives it. */
  readonly snapshot: Snapshot
}

/** The failing rows of one client. */
export interface Affected {
  readonly aggregate: ClientWithFacts
  readonly failing: { readonly kind: FailingKind; readonly subjects: ReadonlySet<string> }
}

const LANES = 16

/** Reads the affected clients whole, a few at a time. Clients that are gone are left out. */
export async function affectedClients(
  rows: readonly FailingRow[],
  kind: FailingKind,
  clients: Pick<ClientsStore, 'loadWithFacts'>,
): Promise<Affected[]> {
  const byClient = [
    ...groupedBy(
      rows.filter(({ clientId }) => clientId !== undefined),
      ({ clientId = '' }) => clientId,
    ),
  ]
  const found: Affected[] = []
  for (let start = 0; start < byClient.length; start += LANES) {
    const some = byClient.slice(start, start + LANES)
    const read = await Promise.all(some.map(([id]) => clients.loadWithFacts(id)))
    read.forEach((aggregate, index) => {
      const subjects = new Set((some[index]?.[1] ?? []).map(({ subject }) => subject))
      if (aggregate) found.push({ aggregate, failing: { kind, subjects } })
    })
  }
  return found
}

interface Question {
  readonly rule: Rule
  readonly clients: number
  readonly measured: Measured | undefined
  readonly mostClients: number
  readonly spellings: Readonly<Record<string, string>>
  /** Reads the affected clients; only called when there is something to compute. */
  readonly read: () => Promise<readonly Affected[]>
}

/** How far the headline figures move without the affected rows, and with what the rule proposes. */
export async function issueEffect(question: Question): Promise<EffectView> {
  const { rule, clients, measured, mostClients, spellings, read } = question
  const none = (reason: string): EffectView => ({
    runId: measured?.runId ?? null,
    asOf: measured?.context.asOf ?? null,
    clients,
    without: [],
    fixed: [],
    changedSince: 0,
    reason,
    fixReason: null,
  })
  if (!measured) return none('Nothing has been valued yet.')
  const kind = failingKind(rule)
  if (kind === 'none') return none('No row of a client fails: no figure can be computed without it.')
  if (clients > mostClients)
    return none(
      `${clients} clients are affected, more than the ${mostClients} a scan computes by itself. Compute it on demand.`,
    )
  const affected = await read()
  const { context, snapshot } = measured
  const leaving = contributionOf(
    affected.map(({ aggregate }) => aggregate),
    context,
  )
  const rest = affected.flatMap(
    ({ aggregate, failing }) => withoutRows(aggregate, failing.kind, failing.subjects) ?? [],
  )
  const without = movesOf(snapshot, { leaving, coming: contributionOf(rest, context) })
  const after = affected.map(({ aggregate, failing }) =>
    proposed(rule.id, aggregate, { failing, world: { spellings } }),
  )
  const fixes = after.filter((one) => one !== undefined)
  const isWhole = fixes.length === affected.length && fixes.length > 0
  return {
    ...none(''),
    clients: affected.length,
    without,
    fixed: isWhole ? movesOf(snapshot, { leaving, coming: contributionOf(fixes, context) }) : [],
    changedSince: affected.filter(({ aggregate }) => isChangedSince(aggregate, measured)).length,
    reason: null,
    fixReason: isWhole
      ? (proposals[rule.id]?.says ?? null)
      : 'No correction follows from the data: somebody has to look at the rows.',
  }
}

/** Whether facts were written since the run read the client: the store then knows a newer version for this run. */
function isChangedSince({ client }: ClientWithFacts, { runId }: Measured): boolean {
  return client.changedFor?.includes(runId) ?? false
}

/** A run as effects are measured on it. */
export function measuredOn(run: Omit<Measured, 'snapshot'> & { readonly snapshot: Snapshot }): Measured {
  return { ...run, snapshot: miniature(run.snapshot) }
}
