import type { ActionSettings } from '#shared/client/action-settings'
import { statuses } from '#shared/client/facts'
import { riskBands } from '#shared/client/risk-band'
import type { Overview } from '#shared/client/work.schema'
import { keyParts } from '#shared/portfolio/contribution'
import { segments } from '#shared/portfolio/segments'
import type { Snapshot } from '#shared/portfolio/snapshot'
import type { ClientStores } from './read-client.ts'

type Row = Overview['status'][number]

/** The portfolio above the list: what the current run counted. Its parts, for the ETag, and the view. */
export async function readOverview(
  stores: Pick<ClientStores, 'runs' | 'published' | 'flows'>,
  plays: () => Promise<ActionSettings>,
) {
  const [{ runId }, { changed }] = await Promise.all([stores.runs.current(), stores.flows.versions()])
  const catalogue = (await plays()).plays.map(({ id, title }) => ({ id, title }))
  const changedSince = runId === undefined ? 0 : (changed[runId] ?? 0)
  const view = async (): Promise<Overview> => {
    const snapshot = runId === undefined ? undefined : await stores.published.snapshot(runId)
    return { ...overviewOf(snapshot, changedSince), plays: catalogue }
  }
  return { parts: [runId ?? '', changedSince, JSON.stringify(catalogue)], view }
}

/** Clients, CLV and CLV at risk by status, segment and risk band; each adds up to the same total. */
export function overviewOf(snapshot: Snapshot | undefined, changed: number): Omit<Overview, 'plays'> {
  const sums = {
    all: new Map<string, Sums>(),
    status: new Map<string, Sums>(),
    segment: new Map<string, Sums>(),
    risk: new Map<string, Sums>(),
  }
  const channels = new Set<string>()
  for (const [key, amounts] of Object.entries(snapshot?.sums ?? {})) {
    const [table, band = '', segment = '', channel = '', status = ''] = keyParts(key)
    if (table !== 'risk') continue
    channels.add(channel)
    add(sums.all, 'all', amounts)
    add(sums.status, status, amounts)
    add(sums.segment, segment, amounts)
    add(sums.risk, band, amounts)
  }
  const rows = (of: Map<string, Sums>, order: readonly string[]): Row[] =>
    order.filter((value) => of.has(value)).map((value) => rowOf(value, of.get(value) ?? [0, 0, 0, 0]))
  return {
    run: snapshot ? { id: snapshot.runId, asOf: snapshot.asOf, changed } : null,
    isOnRevenue: snapshot?.isOnRevenue ?? false,
    total: rows(sums.all, ['all'])[0] ?? null,
    status: rows(sums.status, statuses),
    segment: rows(sums.segment, [...segments, 'none']),
    risk: rows(sums.risk, riskBands),
    channels: [...channels].sort(),
  }
}

type Sums = readonly [number, number, number, number]

function add(into: Map<string, Sums>, value: string, amounts: readonly number[]): void {
  const held = into.get(value) ?? [0, 0, 0, 0]
  const at = (index: number) => (held[index] ?? 0) + (amounts[index] ?? 0)
  into.set(value, [at(0), at(1), at(2), at(3)])
}

/** Sums of nobody valued are no figure. */
function rowOf(value: string, [clients, valued, totalCents, atRiskCents]: Sums): Row {
  const isValued = valued > 0
  return {
    value,
    clients,
    valued,
    totalCents: isValued ? totalCents : null,
    atRiskCents: isValued ? atRiskCents : null,
  }
}
