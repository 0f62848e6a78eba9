import type { Instant } from '#shared/kernel/clock'
import { DomainError } from '#shared/kernel/errors'
import { MAX_VIEWS, type NewView, type View, type ViewKind } from '#shared/views/view.schema'
import { SHARED_VIEWS, viewCountKey, viewKey, viewsPartition, viewsPrefix } from './keys.ts'
import type { Item, Table } from './table.ts'
import type { NamedWrite } from './transaction.ts'

/** A view as it is kept. */
export type KeptView = Omit<View, 'isMine' | 'mayChange'>

const isNew = 'attribute_not_exists(pk)'
const isUnchanged = 'version = :expected'
const hasRoom = 'attribute_not_exists(#kind) OR #kind < :most'

/**
 * Views, pins, annotations and targets: private ones in the partition of their maker, shared ones in one for all. They
 * change no figure, so they do not move the version of the data.
 */
export function createViewsStore({ table }: { table: Table }) {
  /** A user's own views of a kind and the shared ones, in name order, and how many the user keeps. */
  async function list(kind: ViewKind, userId: string): Promise<{ views: KeptView[]; kept: number }> {
    const [own, shared, count] = await Promise.all([
      table.queryAll(viewsPartition(userId), { prefix: viewsPrefix(kind) }),
      table.queryAll(viewsPartition(SHARED_VIEWS), { prefix: viewsPrefix(kind) }),
      table.get(viewCountKey(userId)),
    ])
    const views = [...own, ...shared].map(viewOf)
    return {
      views: views.toSorted((left, right) => left.name.localeCompare(right.name, 'en')),
      kept: Number(count?.[kind] ?? 0),
    }
  }

  /** A view that the user may see: an own one or a shared one. */
  async function load(kind: ViewKind, id: string, userId: string): Promise<KeptView> {
    const keys = [userId, SHARED_VIEWS].map((owner) => viewKey(owner, kind, id))
    const [item] = await table.getMany(keys, { isConsistent: true })
    if (!item) throw viewNotFound(id)
    return viewOf(item)
  }

  /**
   * Keeps a new view.
   *
   * @throws DomainError `views.too-many`
   */
  async function add(
    { kind, name, query, body, isShared }: NewView,
    { id, by, at }: { id: string; by: KeptView['by']; at: Instant },
  ): Promise<KeptView> {
    const view: KeptView = { kind, id, name, query, body, isShared, version: 1, changedAt: at, by }
    await table.transact([
      { Put: { Item: itemOf(view), ConditionExpression: isNew }, condition: changedMeanwhile },
      {
        Update: {
          Key: { ...viewCountKey(by.id) },
          UpdateExpression: 'ADD #kind :one',
          ConditionExpression: hasRoom,
          ExpressionAttributeNames: { '#kind': kind },
          ExpressionAttributeValues: { ':one': 1, ':most': MAX_VIEWS },
        },
        condition: tooMany,
      },
    ])
    return view
  }

  /**
   * Keeps a view as it shall be; one that becomes shared, or private again, moves to the other partition.
   *
   * @throws DomainError `view.changed-meanwhile`
   */
  async function change(before: KeptView, after: KeptView): Promise<KeptView> {
    const saved = { ...after, version: before.version + 1 }
    if (before.isShared === after.isShared) {
      await table.transact([put(saved, before.version)])
      return saved
    }
    await table.transact([
      { Put: { Item: itemOf(saved), ConditionExpression: isNew }, condition: changedMeanwhile },
      drop(before),
    ])
    return saved
  }

  /** Forgets a view; its maker may keep another one. */
  async function remove(view: KeptView): Promise<void> {
    await table.transact([
      drop(view),
      {
        Update: {
          Key: { ...viewCountKey(view.by.id) },
          UpdateExpression: 'ADD #kind :less',
          ExpressionAttributeNames: { '#kind': view.kind },
          ExpressionAttributeValues: { ':less': -1 },
        },
      },
    ])
  }

  return { list, load, add, change, remove }
}

/** Views, pins, annotations and targets. */
export type ViewsStore = ReturnType<typeof createViewsStore>

const keyOf = ({ isShared, by, kind, id }: KeptView) => viewKey(isShared ? SHARED_VIEWS : by.id, kind, id)

function itemOf({ kind, ...view }: KeptView): Item {
  return { ...keyOf({ kind, ...view }), ...view, viewKind: kind, kind: 'view' }
}

function viewOf(item: Item): KeptView {
  const { pk: _pk, sk: _sk, kind: _kind, viewKind, ...view } = item
  return { ...view, kind: viewKind } as unknown as KeptView // -- because `itemOf` is the only writer
}

function put(view: KeptView, expected: number): NamedWrite {
  return {
    Put: {
      Item: itemOf(view),
      ConditionExpression: isUnchanged,
      ExpressionAttributeValues: { ':expected': expected },
    },
    condition: changedMeanwhile,
  }
}

function drop(view: KeptView): NamedWrite {
  return {
    Delete: {
      Key: { ...keyOf(view) },
      ConditionExpression: isUnchanged,
      ExpressionAttributeValues: { ':expected': view.version },
    },
    condition: changedMeanwhile,
  }
}

function viewNotFound(id: string): DomainError {
  return new DomainError('not-found', 'view.not-found', 'This view is not there, or not shared with you.', {
    details: { id },
  })
}

function changedMeanwhile(): DomainError {
  return new DomainError(
    'conflict',
    'view.changed-meanwhile',
    'This view was changed meanwhile. Load it again.',
  )
}

function tooMany(): DomainError {
  return new DomainError(
    'conflict',
    'views.too-many',
    `You keep ${MAX_VIEWS} of these already, which is the most. Delete one first.`,
    { details: { limit: MAX_VIEWS } },
  )
}
