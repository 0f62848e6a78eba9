import type { ClientAction, ClientNote } from '#shared/client/work.schema'
import { DomainError } from '#shared/kernel/errors'
import type { ClientId } from '#shared/kernel/ids'
import { bumpDataVersion } from './channels.store.ts'
import {
  actionKey,
  clientKey,
  clientPartition,
  closedActionsPartition,
  escaped,
  indexes,
  noteKey,
  openActionsPartition,
  sortable,
} from './keys.ts'
import type { Item, Table } from './table.ts'
import type { NamedWrite } from './transaction.ts'

/** Most closed actions read as evidence for one play. */
export const MOST_EVIDENCE = 200

const clientIsThere = 'kind = :client'
const actionIsNew = 'attribute_not_exists(pk)'
const actionIsUnchanged = '#state = :was'

const thereIs = (id: ClientId): NamedWrite => ({
  ConditionCheck: {
    Key: clientKey(id),
    ConditionExpression: clientIsThere,
    ExpressionAttributeValues: { ':client': 'client' },
  },
  condition: () =>
    new DomainError('not-found', 'client.not-found', `There is no client "${id}".`, { details: { id } }),
})

/** A closed action as evidence: who it was for, and when it was decided. */
export interface ClosedAction {
  readonly play: string
  readonly clientId: ClientId
  readonly isDone: boolean
  readonly decidedAt: string
}

/** Retention actions and notes: written beside the clients, never counted by a run. */
export function createWorkStore({ table }: { table: Table }) {
  /** Assigns an action; the client must be there. */
  async function assign(action: ClientAction): Promise<void> {
    await table.transact([
      thereIs(action.clientId),
      { Put: { Item: actionItem(action), ConditionExpression: actionIsNew } },
      bumpDataVersion(),
    ])
  }

  async function loadAction(clientId: ClientId, id: string): Promise<ClientAction> {
    const item = await table.get(actionKey(clientId, id), { isConsistent: true })
    if (!item)
      throw new DomainError('not-found', 'action.not-found', 'There is no such action of this client.')
    return actionOf(item)
  }

  /** Writes a decision; refuses when somebody decided meanwhile. */
  async function decide(before: ClientAction, after: ClientAction): Promise<void> {
    await table.transact([
      {
        Put: {
          Item: actionItem(after),
          ConditionExpression: actionIsUnchanged,
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: { ':was': before.state },
        },
        condition: () =>
          new DomainError(
            'conflict',
            'action.changed-meanwhile',
            'Somebody decided this action meanwhile. Load it again.',
          ),
      },
      bumpDataVersion(),
    ])
  }

  /** A person's open actions in an order, a page of them. */
  async function openOf(
    owner: string,
    { sort, limit, after }: { sort: 'due' | 'gain'; limit: number; after?: string },
  ): Promise<{ actions: ClientAction[]; next: string | undefined }> {
    const { index, pk, sk } = sort === 'due' ? indexes.time : indexes.value
    const isReversed = sort === 'gain'
    const answer = await table.query({
      IndexName: index,
      KeyConditionExpression:
        after === undefined ? '#pk = :pk' : `#pk = :pk AND #sk ${isReversed ? '<' : '>'} :after`,
      ExpressionAttributeNames: { '#pk': pk, ...(after === undefined ? {} : { '#sk': sk }) },
      ExpressionAttributeValues: {
        ':pk': openActionsPartition(owner),
        ...(after === undefined ? {} : { ':after': after }),
      },
      ScanIndexForward: !isReversed,
      Limit: limit,
    })
    const items = await table.getMany(answer.items.map((item) => ({ pk: item.pk, sk: item.sk })))
    const bySk = new Map(items.map((item) => [`${item.pk}/${item.sk}`, item]))
    const found = answer.items.flatMap((item) => bySk.get(`${item.pk}/${item.sk}`) ?? [])
    return {
      actions: found.map(actionOf),
      next: answer.lastKey ? String(answer.items.at(-1)?.[sk]) : undefined,
    }
  }

  /** The latest closed actions of a play. */
  async function closedOf(play: string): Promise<ClosedAction[]> {
    const { index, pk } = indexes.time
    const { items } = await table.query({
      IndexName: index,
      KeyConditionExpression: '#pk = :pk',
      ExpressionAttributeNames: { '#pk': pk },
      ExpressionAttributeValues: { ':pk': closedActionsPartition(play) },
      ScanIndexForward: false,
      Limit: MOST_EVIDENCE,
    })
    return items.map((item) => {
      const card = item['card'] as { c: string; s: string; d: string } // -- because `actionItem` is the only writer
      return { play, clientId: card.c, isDone: card.s === 'done', decidedAt: card.d }
    })
  }

  async function addNote(clientId: ClientId, note: ClientNote): Promise<void> {
    await table.transact([
      thereIs(clientId),
      { Put: { Item: { ...noteKey(clientId, note.id), kind: 'note', clientId, ...note } } },
      bumpDataVersion(),
    ])
  }

  async function removeNote(clientId: ClientId, id: string): Promise<void> {
    await table.transact([
      {
        Delete: { Key: noteKey(clientId, id), ConditionExpression: 'attribute_exists(pk)' },
        condition: () => new DomainError('not-found', 'note.not-found', 'This note is not there any more.'),
      },
      bumpDataVersion(),
    ])
  }

  /** Everything in a client's partition, as stored. */
  const partition = (id: ClientId): Promise<Item[]> =>
    table.queryAll(clientPartition(id), { isConsistent: true })

  return { assign, loadAction, decide, openOf, closedOf, addNote, removeNote, partition }
}

/** Retention actions and notes. */
export type WorkStore = ReturnType<typeof createWorkStore>

function actionItem(action: ClientAction): Item {
  const isOpen = action.state === 'open'
  const place = `#${escaped(action.clientId)}#${action.id}`
  const card = { c: action.clientId, s: action.state, ...(action.decidedAt ? { d: action.decidedAt } : {}) }
  return {
    ...actionKey(action.clientId, action.id),
    kind: 'action',
    ...action,
    card,
    [indexes.time.pk]: isOpen ? openActionsPartition(action.owner.id) : closedActionsPartition(action.play),
    [indexes.time.sk]: `${isOpen ? action.dueOn : action.decidedAt}${place}`,
    ...(isOpen
      ? {
          [indexes.value.pk]: openActionsPartition(action.owner.id),
          [indexes.value.sk]: `${sortable(action.gainCents ?? 0)}${place}`,
        }
      : {}),
  }
}

/** The action an item holds. */
export function actionOf(item: Item): ClientAction {
  // `actionItem` is the only writer -- because the door is single.
  const { id, clientId, play, title, state, owner, dueOn, gainCents, note, result, createdAt, decidedAt } =
    item as unknown as ClientAction
  return { id, clientId, play, title, state, owner, dueOn, gainCents, note, result, createdAt, decidedAt }
}

/** The note an item holds. */
export function noteOf(item: Item): ClientNote {
  const { id, at, by, text } = item as unknown as ClientNote // -- because `addNote` is the only writer
  return { id, at, by, text }
}
