import type { Instant } from '#shared/kernel/clock'
import { DomainError } from '#shared/kernel/errors'
import type { Cadence } from '#shared/report/schedule'
import type { ReportDefinition } from '#shared/report/report-view.schema'
import { deliveryKey, indexes, scheduleKey, SCHEDULES_PARTITION, schedulesPartition } from './keys.ts'
import type { Item, Table } from './table.ts'

/** A report that is made again and again. */
export interface ScheduleRecord {
  readonly id: string
  readonly ownerId: string
  readonly by: string
  readonly createdAt: Instant
  readonly title: string
  readonly definition: ReportDefinition
  readonly cadence: Cadence
  readonly skipsEmpty: boolean
  readonly nextAt: Instant
}

/** One time a scheduled report was due, and what came of it. */
export interface Delivery {
  readonly dueAt: Instant
  readonly startedAt: Instant
  readonly reportId?: string
  readonly error?: { readonly code: string; readonly message: string }
}

const isStillDue = 'nextAt = :due'
const MOST_DUE = 100
const DELIVERIES_SHOWN = 10
const SCHEDULES_SHOWN = 50

/** Schedules of reports, by when they are next due and by owner, with a log of their deliveries. */
export function createSchedulesStore({ table }: { table: Table }) {
  async function create(record: ScheduleRecord): Promise<void> {
    await table.transact([{ Put: { Item: itemOf(record) } }])
  }

  async function load(id: string): Promise<ScheduleRecord | undefined> {
    const item = await table.get(scheduleKey(id), { isConsistent: true })
    return item && recordOf(item)
  }

  async function remove(id: string): Promise<void> {
    await table.transact([{ Delete: { Key: { ...scheduleKey(id) } } }])
  }

  /** The schedules of a user, oldest first. */
  async function ofOwner(ownerId: string): Promise<ScheduleRecord[]> {
    const { index, pk } = indexes.name
    return found(index, pk, schedulesPartition(ownerId), SCHEDULES_SHOWN)
  }

  /** Schedules that are due, the longest due first. */
  async function due(now: Instant): Promise<ScheduleRecord[]> {
    const { index, pk, sk } = indexes.time
    const answer = await table.query({
      IndexName: index,
      KeyConditionExpression: '#pk = :pk AND #sk <= :now',
      ExpressionAttributeNames: { '#pk': pk, '#sk': sk },
      ExpressionAttributeValues: { ':pk': SCHEDULES_PARTITION, ':now': `${now}~` },
      Limit: MOST_DUE,
    })
    return whole(answer.items)
  }

  async function found(index: string, pk: string, partition: string, limit: number) {
    const answer = await table.query({
      IndexName: index,
      KeyConditionExpression: '#pk = :pk',
      ExpressionAttributeNames: { '#pk': pk },
      ExpressionAttributeValues: { ':pk': partition },
      Limit: limit,
    })
    return whole(answer.items)
  }

  async function whole(items: readonly Item[]): Promise<ScheduleRecord[]> {
    const ids = items.map((item) => (item['card'] as { id: string }).id)
    const byId = new Map(
      (await table.getMany(ids.map(scheduleKey))).map((item) => [item['id'], recordOf(item)]),
    )
    return ids.flatMap((id) => byId.get(id) ?? [])
  }

  /** Moves a schedule on to its next time and enters what was started into its log: once for each time it was due. */
  async function advance(record: ScheduleRecord, nextAt: Instant, delivery: Delivery): Promise<boolean> {
    const { sk } = indexes.time
    try {
      await table.transact([
        {
          Update: {
            Key: { ...scheduleKey(record.id) },
            UpdateExpression: 'SET nextAt = :next, #sk = :place',
            ConditionExpression: isStillDue,
            ExpressionAttributeNames: { '#sk': sk },
            ExpressionAttributeValues: {
              ':due': record.nextAt,
              ':next': nextAt,
              ':place': `${nextAt}#${record.id}`,
            },
          },
          condition: movedOn,
        },
        { Put: { Item: { ...deliveryKey(record.id, delivery.dueAt), kind: 'delivery', ...delivery } } },
      ])
      return true
    } catch (error) {
      if (error instanceof DomainError && error.code === 'schedule.moved-on') return false
      throw error
    }
  }

  /** What the last times came to, newest first. */
  async function deliveries(id: string): Promise<Delivery[]> {
    const { pk, sk } = deliveryKey(id, '')
    const { items } = await table.query({
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
      ExpressionAttributeValues: { ':pk': pk, ':sk': sk },
      ScanIndexForward: false,
      Limit: DELIVERIES_SHOWN,
    })
    return items.map(({ pk: _pk, sk: _sk, kind: _kind, ...delivery }) => delivery as unknown as Delivery) // -- because `advance` is the only writer
  }

  return { create, load, remove, ofOwner, due, advance, deliveries }
}

/** Schedules of reports. */
export type SchedulesStore = ReturnType<typeof createSchedulesStore>

/** A schedule that is not there, or somebody else's. */
export function scheduleNotFound(id: string): DomainError {
  return new DomainError('not-found', 'schedule.not-found', 'There is no such schedule.', { details: { id } })
}

const movedOn = () => new DomainError('conflict', 'schedule.moved-on', 'This schedule was moved on already.')

function itemOf(record: ScheduleRecord): Item {
  return {
    ...scheduleKey(record.id),
    ...record,
    kind: 'schedule',
    card: { id: record.id },
    [indexes.time.pk]: SCHEDULES_PARTITION,
    [indexes.time.sk]: `${record.nextAt}#${record.id}`,
    [indexes.name.pk]: schedulesPartition(record.ownerId),
    [indexes.name.sk]: `${record.createdAt}#${record.id}`,
  }
}

function recordOf(item: Item): ScheduleRecord {
  const {
    pk: _pk,
    sk: _sk,
    kind: _kind,
    card: _card,
    timePk: _tp,
    timeSk: _ts,
    namePk: _np,
    nameSk: _ns,
    ...record
  } = item
  return record as unknown as ScheduleRecord // -- because `create` and `advance` are the only writers
}
