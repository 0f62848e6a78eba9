import type { Instant } from '#shared/kernel/clock'
import { DomainError } from '#shared/kernel/errors'
import type { Manifest, ReportDefinition, ReportView } from '#shared/report/report-view.schema'
import { indexes, reportKey, reportsPartition } from './keys.ts'
import type { Item, Table } from './table.ts'

/** A report as it is kept. */
export interface ReportRecord {
  readonly id: string
  readonly ownerId: string
  readonly by: string
  readonly createdAt: Instant
  readonly status: ReportView['status']
  readonly title: string
  /** With the run it is fixed to, so that running it again is exact. */
  readonly definition: ReportDefinition
  readonly progress: ReportView['progress']
  readonly manifest?: Manifest
  readonly file?: { readonly key: string; readonly name: string; readonly contentType: string }
  readonly finishedAt?: Instant
  readonly fileExpiresAt?: Instant
  readonly error?: { readonly code: string; readonly message: string }
  readonly scheduleId?: string
  readonly rerunOf?: string
  /** Answers nothing when the report has no rows: for schedules that skip empty ones. */
  readonly skipsEmpty?: boolean
  /** Seconds since 1970 after which the record may go. */
  readonly expiresAt: number
}

type Changes = Partial<Omit<ReportRecord, 'id' | 'ownerId' | 'createdAt' | 'definition'>>
type Status = ReportRecord['status']

const isInState = (names: readonly string[]) => `#status IN (${names.join(', ')})`
const isNew = 'attribute_not_exists(pk)'

/** Reports: what was asked, how far it is, what was written. */
export function createReportsStore({ table }: { table: Table }) {
  /** Keeps a new report; the same id again changes nothing and says so. */
  async function create(record: ReportRecord): Promise<boolean> {
    try {
      await table.transact([
        { Put: { Item: itemOf(record), ConditionExpression: isNew }, condition: alreadyThere },
      ])
      return true
    } catch (error) {
      if (error instanceof DomainError && error.code === 'report.already-there') return false
      throw error
    }
  }

  async function load(id: string): Promise<ReportRecord | undefined> {
    const item = await table.get(reportKey(id), { isConsistent: true })
    return item && recordOf(item)
  }

  /** A user's newest reports, and the place to go on from. */
  async function page(ownerId: string, limit: number, after?: string) {
    const { index, pk, sk } = indexes.time
    const answer = await table.query({
      IndexName: index,
      KeyConditionExpression: after === undefined ? '#pk = :pk' : '#pk = :pk AND #sk < :after',
      ExpressionAttributeNames: { '#pk': pk, ...(after === undefined ? {} : { '#sk': sk }) },
      ExpressionAttributeValues: {
        ':pk': reportsPartition(ownerId),
        ...(after === undefined ? {} : { ':after': after }),
      },
      ScanIndexForward: false,
      Limit: limit + 1,
    })
    const ids = answer.items.slice(0, limit).map((item) => (item['card'] as { id: string }).id)
    const items = await table.getMany(ids.map(reportKey))
    const byId = new Map(items.map((item) => [item['id'], recordOf(item)]))
    const last = answer.items[limit - 1]
    return {
      reports: ids.flatMap((id) => byId.get(id) ?? []),
      next: answer.items.length > limit && last ? String(last[sk]) : undefined,
    }
  }

  /**
   * Changes a report that is in one of these states.
   *
   * @throws DomainError `report.moved-on` when it is in another
   */
  async function update(id: string, from: readonly Status[], changes: Changes): Promise<void> {
    const entries = Object.entries(changes).filter(([, value]) => value !== undefined)
    const states = from.map((state, index) => [`:from${index}`, state] as const)
    await table.transact([
      {
        Update: {
          Key: { ...reportKey(id) },
          UpdateExpression: `SET ${entries.map((_, index) => `#${index} = :${index}`).join(', ')}`,
          ConditionExpression: isInState(states.map(([name]) => name)),
          ExpressionAttributeNames: {
            '#status': 'status',
            ...Object.fromEntries(entries.map(([name], index) => [`#${index}`, name])),
          },
          ExpressionAttributeValues: {
            ...Object.fromEntries(states),
            ...Object.fromEntries(entries.map(([, value], index) => [`:${index}`, value])),
          },
        },
        condition: () => movedOn(id),
      },
    ])
  }

  /** Records why a report ended early; one that is done stays done. */
  async function fail(
    id: string,
    error: { code: string; message: string },
    finishedAt: Instant,
  ): Promise<void> {
    try {
      const { code, message } = error
      await update(id, unfinishedReports, { status: 'failed', error: { code, message }, finishedAt })
    } catch (failure) {
      if (!(failure instanceof DomainError) || failure.code !== 'report.moved-on') throw failure
    }
  }

  return { create, load, page, update, fail }
}

/** Reports. */
export type ReportsStore = ReturnType<typeof createReportsStore>

/** States of a report that is not over. */
export const unfinishedReports = ['queued', 'rendering'] as const

/** A report that is not there, or somebody else's. */
export function reportNotFound(id: string): DomainError {
  return new DomainError('not-found', 'report.not-found', 'There is no such report.', { details: { id } })
}

const alreadyThere = () =>
  new DomainError('conflict', 'report.already-there', 'This report is there already.')

function movedOn(id: string): DomainError {
  return new DomainError('conflict', 'report.moved-on', 'This report has moved on. Load it again.', {
    details: { id },
  })
}

function itemOf(record: ReportRecord): Item {
  return {
    ...reportKey(record.id),
    ...record,
    kind: 'report',
    card: { id: record.id },
    [indexes.time.pk]: reportsPartition(record.ownerId),
    [indexes.time.sk]: `${record.createdAt}#${record.id}`,
  }
}

function recordOf(item: Item): ReportRecord {
  const { pk: _pk, sk: _sk, kind: _kind, card: _card, timePk: _timePk, timeSk: _timeSk, ...record } = item
  return record as unknown as ReportRecord // -- because `create` and `update` are the only writers
}
