import type { CivilDay } from '#shared/kernel/day'

/** The two parts of an item's key. */
export type Key = {
  readonly pk: string
  readonly sk: string
}

/** The four indexes, named after the order in which they answer, with their key attributes. */
export const indexes = {
  name: { index: 'by-name', pk: 'namePk', sk: 'nameSk' },
  value: { index: 'by-value', pk: 'valuePk', sk: 'valueSk' },
  risk: { index: 'by-risk', pk: 'riskPk', sk: 'riskSk' },
  time: { index: 'by-time', pk: 'timePk', sk: 'timeSk' },
} as const
/** An order in which an index answers. */
export type IndexName = keyof typeof indexes

/** An id inside a key: the separator is escaped, so that no id can reach another item. */
export function escaped(id: string): string {
  return id.replaceAll('%', '%25').replaceAll('#', '%23')
}

/** The id an escaped key part stands for. */
export function unescaped(part: string): string {
  return part.replaceAll('%23', '#').replaceAll('%25', '%')
}

/** The partition of a client: its profile and its facts. */
export const clientPartition = (id: string): string => `CLIENT#${escaped(id)}`
export const clientKey = (id: string): Key => ({ pk: clientPartition(id), sk: 'CLIENT' })
export const orderPartKey = (id: string, day: CivilDay, orderId: string, part: number): Key => ({
  pk: clientPartition(id),
  sk: `TXN#${day}#${escaped(orderId)}#${String(part).padStart(4, '0')}`,
})
export const holdingKey = (id: string, holdingId: string): Key => ({
  pk: clientPartition(id),
  sk: `HOLD#${escaped(holdingId)}`,
})
export const engagementKey = (id: string, month: string): Key => ({
  pk: clientPartition(id),
  sk: `ENG#${month}`,
})
export const eventKey = (id: string, day: CivilDay, eventId: string): Key => ({
  pk: clientPartition(id),
  sk: `EVENT#${day}#${escaped(eventId)}`,
})
export const statusKey = (id: string, day: CivilDay): Key => ({
  pk: clientPartition(id),
  sk: `STATUS#${day}`,
})
export const scoreKey = (id: string, day: CivilDay, runId: string): Key => ({
  pk: clientPartition(id),
  sk: `SCORE#${day}#${runId}`,
})
export const tokenKey = (token: string, clientId: string): Key => ({
  pk: `TOKEN#${token.slice(0, 2)}`,
  sk: `${token}#${escaped(clientId)}`,
})

/** Index partition of clients of one status in one shard; `blank` ones stand behind the valued ones. */
export const clientsPartition = (status: string, shard: number, isBlank: boolean): string =>
  `CLIENTS#${status}#${shard}${isBlank ? '#blank' : ''}`

export const productKey = (id: string): Key => ({ pk: `PRODUCT#${escaped(id)}`, sk: 'PRODUCT' })
export const productFlowKey = (id: string, year: string, shard: number): Key => ({
  pk: `PRODUCT#${escaped(id)}`,
  sk: `FLOW#${year}#${shard}`,
})
export const chargeKey = (id: string, day: CivilDay, kind: string): Key => ({
  pk: `PRODUCT#${escaped(id)}`,
  sk: `CHARGE#${day}#${kind}`,
})
export const PRODUCTS_PARTITION = 'PRODUCTS'
/** Moves with every change of the catalogue, so that readers know when to read it again. */
export const catalogueVersionKey: Key = { pk: 'CATALOGUE', sk: 'VERSION' }

export const flowPartition = (shard: number): string => `FLOW#${shard}`
export const flowKey = (shard: number, year: string, channel: string): Key => ({
  pk: flowPartition(shard),
  sk: `${year}#${channel}`,
})
export const shardVersionKey = (shard: number): Key => ({ pk: flowPartition(shard), sk: 'VERSION' })
export const shardClientsKey = (shard: number): Key => ({ pk: flowPartition(shard), sk: 'CLIENTS' })
export const dataVersionKey: Key = { pk: 'DATA', sk: 'VERSION' }
export const spendKey = (channel: string, month: string): Key => ({
  pk: `CHANNEL#${escaped(channel)}`,
  sk: `SPEND#${month}`,
})

export const runKey = (id: string): Key => ({ pk: `RUN#${id}`, sk: 'RUN' })
export const contextKey = (id: string, chunk: number): Key => ({
  pk: `RUN#${id}`,
  sk: `CONTEXT#${String(chunk).padStart(4, '0')}`,
})
export const peersKey = (id: string): Key => ({ pk: `RUN#${id}`, sk: 'PEERS' })
/** A client whose live score was made while the run was on its way; gone when the run is published. */
export const changedKey = (runId: string, clientId: string): Key => ({
  pk: `RUN#${runId}`,
  sk: `CHANGED#${escaped(clientId)}`,
})
export const partPrefix = (step: string, shard: number): string => `PART#${step}#${shard}#`
export const partKey = (id: string, step: string, shard: number, chunk: number): Key => ({
  pk: `RUN#${id}`,
  sk: `${partPrefix(step, shard)}${String(chunk).padStart(6, '0')}`,
})
export const currentRunKey: Key = { pk: 'RUN', sk: 'CURRENT' }
export const snapshotKey = (runId: string, chunk: number): Key => ({
  pk: `SNAPSHOT#${runId}`,
  sk: String(chunk).padStart(4, '0'),
})
/** Figures of products of a run, by what they are: `HEAD`, `DETAIL#level#bucket`, `BUNDLE#rank`. */
export const productFiguresKey = (runId: string, name: string, chunk: number): Key => ({
  pk: `SNAPSHOT#${runId}#PRODUCTS`,
  sk: `${name}#${String(chunk).padStart(4, '0')}`,
})
export const productFiguresPrefix = (runId: string, name: string): { pk: string; prefix: string } => ({
  pk: `SNAPSHOT#${runId}#PRODUCTS`,
  prefix: `${name}#`,
})
export const headlineKey = (day: CivilDay): Key => ({ pk: 'HEADLINE', sk: day })
export const RUNS_PARTITION = 'RUNS'
export const fitKey = (id: string): Key => ({ pk: `FIT#${id}`, sk: 'FIT' })

export const importKey = (id: string): Key => ({ pk: `IMPORT#${id}`, sk: 'IMPORT' })
export const batchKey = (id: string, batch: string): Key => ({ pk: `IMPORT#${id}`, sk: `BATCH#${batch}` })
export const mappingKey = (headerHash: string): Key => ({ pk: `MAPPING#${headerHash}`, sk: 'MAPPING' })
export const IMPORTS_PARTITION = 'IMPORTS'

export const reportKey = (id: string): Key => ({ pk: `REPORT#${id}`, sk: 'REPORT' })
/** Index partition of one user's reports by time. */
export const reportsPartition = (ownerId: string): string => `REPORTS#${escaped(ownerId)}`
export const scheduleKey = (id: string): Key => ({ pk: `SCHEDULE#${id}`, sk: 'SCHEDULE' })
export const deliveryKey = (id: string, instant: string): Key => ({
  pk: `SCHEDULE#${id}`,
  sk: `DELIVERY#${instant}`,
})
/** Index partition of all schedules by the instant they are next due, and of one user's by creation. */
export const SCHEDULES_PARTITION = 'SCHEDULES'
export const schedulesPartition = (ownerId: string): string => `SCHEDULES#${escaped(ownerId)}`

export const sessionKey = (hash: string): Key => ({ pk: `SESSION#${hash}`, sk: 'SESSION' })
export const userSessionKey = (sub: string, hash: string): Key => ({
  pk: `USER#${sub}`,
  sk: `SESSION#${hash}`,
})
export const epochKey = (sub: string): Key => ({ pk: `USER#${sub}`, sk: 'EPOCH' })
export const rateKey = (key: string, window: string): Key => ({ pk: `RATE#${escaped(key)}`, sk: window })
export const auditPartition = (day: CivilDay, shard: number): string => `AUDIT#${day}#${shard}`
export const auditKey = (day: CivilDay, shard: number, seq: number): Key => ({
  pk: auditPartition(day, shard),
  sk: `E#${String(seq).padStart(15, '0')}`,
})
export const auditHeadKey = (day: CivilDay, shard: number): Key => ({
  pk: auditPartition(day, shard),
  sk: 'HEAD',
})
export const auditLastKey = (shard: number): Key => ({ pk: `AUDIT#LAST#${shard}`, sk: 'HEAD' })
export const settingsKey = (name: string): Key => ({ pk: 'SETTINGS', sk: name })
export const settingsVersionPrefix = 'v'
export const settingsVersionKey = (version: number): Key =>
  settingsKey(`v${String(version).padStart(6, '0')}`)
/** Owner of the partition of shared views. */
export const SHARED_VIEWS = 'shared'
export const viewsPartition = (owner: string): string => `VIEWS#${escaped(owner)}`
export const viewsPrefix = (kind: string): string => `${kind}#`
export const viewKey = (owner: string, kind: string, id: string): Key => ({
  pk: viewsPartition(owner),
  sk: `${viewsPrefix(kind)}${escaped(id)}`,
})
export const viewCountKey = (sub: string): Key => ({ pk: viewsPartition(sub), sk: 'COUNT' })
export const visitKey = (sub: string): Key => ({ pk: viewsPartition(sub), sk: 'VISIT' })

/** What is known to be true of the demo; a real house has none. */
export const truthSheetKey: Key = { pk: 'CHECK', sk: 'TRUTH' }

export const issueKey = (id: string): Key => ({ pk: `ISSUE#${id}`, sk: 'ISSUE' })
export const issueEventKey = (id: string, number: number): Key => ({
  pk: `ISSUE#${id}`,
  sk: `EVENT#${String(number).padStart(6, '0')}`,
})
export const issueFixKey = (id: string, batch: string): Key => ({ pk: `ISSUE#${id}`, sk: `FIX#${batch}` })
export const issuesPartition = (isOpen: boolean): string => `ISSUES#${isOpen ? 'open' : 'closed'}`
export const qualityRuleKey = (id: string): Key => ({ pk: 'RULE', sk: id })
export const qualityScanKey = (id: string): Key => ({ pk: `SCAN#${id}`, sk: 'SCAN' })
export const SCANS_PARTITION = 'SCANS'
export const changedPartition = (hour: string, shard: number): string => `CHANGED#${hour}#${shard}`
export const hourlyChangeKey = (hour: string, shard: number, clientId: string): Key => ({
  pk: changedPartition(hour, shard),
  sk: escaped(clientId),
})
/** Keys of an item whose sort key starts with this belong to a client's facts, notes apart. */
export const factPrefixes = ['TXN#', 'HOLD#', 'ENG#', 'EVENT#', 'STATUS#'] as const

// 15 digits hold every integer that a double holds exactly; the offset keeps negatives in order.
const OFFSET = 500_000_000_000_000

/** An integer as text whose order is the numbers' order. */
export function sortable(value: number): string {
  return String(Math.round(value) + OFFSET).padStart(15, '0')
}

export const noteKey = (clientId: string, noteId: string): Key => ({
  pk: clientPartition(clientId),
  sk: `NOTE#${noteId}`,
})
export const actionKey = (clientId: string, actionId: string): Key => ({
  pk: clientPartition(clientId),
  sk: `ACTION#${actionId}`,
})
/** Index partition of the open actions of an owner, or of the closed ones of a kind of action. */
export const openActionsPartition = (owner: string): string => `ACTIONS#open#${escaped(owner)}`
export const closedActionsPartition = (play: string): string => `ACTIONS#closed#${escaped(play)}`
export const erasedKey = (hash: string): Key => ({ pk: `ERASED#${hash}`, sk: 'ERASED' })
export const erasureKeyKey: Key = { pk: 'SETTINGS', sk: 'ERASURE-KEY' }
