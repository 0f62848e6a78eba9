import { rankedActions } from '#shared/client/action-ranking'
import { OUTCOME_DAYS, type ActionOutcome } from '#shared/client/action-ranking'
import type { ActionSettings, Play } from '#shared/client/action-settings'
import { type Client, clientNotFound } from '#shared/client/client'
import type { ActionsView, BulkAnswer, ClientAction } from '#shared/client/work.schema'
import { addDays, type CivilDay } from '#shared/kernel/day'
import { DomainError } from '#shared/kernel/errors'
import type { Actor } from '#functions/http/env'
import type { ClientsStore } from '#functions/store/clients.store'
import { actionOf, type WorkStore } from '#functions/store/work.store'
import { factsOf } from '#functions/store/items'
import { eachClient } from './change-clients.ts'

/** What actions need. */
export interface ActionStores {
  readonly clients: Pick<ClientsStore, 'load' | 'loadManyExisting'>
  readonly work: WorkStore
}

interface Catalogue {
  readonly plays: () => Promise<ActionSettings>
}

// Events stay a reason for this long.
const EVENT_DAYS = 180

/**
 * Outcomes of the latest closed actions of a play whose 90 days are over: kept means an own action after the decision, or
 * an account still open and active.
 */
async function outcomesOf(
  play: string,
  { stores, today, like }: { stores: ActionStores; today: CivilDay; like: Client },
): Promise<ActionOutcome[]> {
  const closed = (await stores.work.closedOf(play)).filter(
    ({ decidedAt }) => addDays(decidedAt.slice(0, 10), OUTCOME_DAYS) <= today,
  )
  const clients = await stores.clients.loadManyExisting([...new Set(closed.map(({ clientId }) => clientId))])
  return closed.flatMap(({ clientId, isDone, decidedAt }) => {
    const client = clients.get(clientId)
    if (!client || !isSimilar(client, like)) return []
    const last = client.summary.lastOwnDay
    const isOpenAccount = client.summary.held !== undefined && client.score?.status === 'active'
    return [{ play, isDone, isKept: isOpenAccount || (last !== undefined && last > decidedAt.slice(0, 10)) }]
  })
}

/** Clients are alike when both hold an account or neither does: the two leave in different ways. */
const isSimilar = (left: Client, right: Client): boolean =>
  (left.summary.held === undefined) === (right.summary.held === undefined)

/** The proposed and assigned actions of a client. */
export async function clientActions(
  stores: ActionStores & Catalogue,
  id: string,
  { today, atRisk }: { today: CivilDay; atRisk: { cents: number | null; reason: string | null } },
): Promise<ActionsView> {
  const [client, items, { plays }] = await Promise.all([
    stores.clients.load(id),
    stores.work.partition(id),
    stores.plays(),
  ])
  if (!client) throw clientNotFound(id)
  const since = addDays(today, -EVENT_DAYS)
  const events = factsOf(items).flatMap((fact) =>
    fact.fact === 'event' && fact.day >= since ? [fact.kind] : [],
  )
  const outcomes = (
    await Promise.all(plays.map((play) => outcomesOf(play.id, { stores, today, like: client })))
  ).flat()
  const needs = { atRiskCents: atRisk.cents ?? 0, isAccountBased: client.summary.held !== undefined, events }
  const isKnown = atRisk.cents !== null
  return {
    atRiskCents: atRisk.cents,
    reason: atRisk.reason,
    proposals: rankedActions(plays, needs, outcomes).map(
      ({ play, evidence, isMeasured, effect, gainCents }) => ({
        play: play.id,
        title: play.title,
        about: play.about,
        costCents: play.costCents,
        effect,
        isMeasured,
        gainCents: isKnown ? gainCents : null,
        evidence: { done: evidence.done, notDone: evidence.notDone, difference: evidence.difference },
      }),
    ),
    actions: items
      .filter(({ kind }) => kind === 'action')
      .map(actionOf)
      .sort((left, right) => (left.createdAt < right.createdAt ? 1 : -1)),
  }
}

interface Assignment {
  readonly clientIds: readonly string[]
  readonly play: string
  readonly dueOn: CivilDay
  readonly note?: string | undefined
}

/** Assigns a play to many clients; the caller owns the actions. Gains are those expected of the stored scores. */
export async function assignActions(
  stores: ActionStores & Catalogue,
  { clientIds, play: wanted, dueOn, note }: Assignment,
  { actor, now, newId }: { actor: Actor; now: string; newId: () => string },
): Promise<BulkAnswer> {
  const play = (await stores.plays()).plays.find(({ id }) => id === wanted)
  if (!play)
    throw new DomainError(
      'invalid',
      'action.unknown-play',
      'This kind of action is not in the catalogue any more.',
    )
  const clients = await stores.clients.loadManyExisting(clientIds)
  return eachClient(clientIds, async (id) => {
    const client = clients.get(id)
    if (!client) throw clientNotFound(id)
    await stores.work.assign({
      id: newId(),
      clientId: id,
      play: play.id,
      title: play.title,
      state: 'open',
      owner: { id: actor.userId, name: actor.name },
      dueOn,
      gainCents: gainOf(client, play),
      note: note === undefined || note === '' ? null : note,
      result: null,
      createdAt: now,
      decidedAt: null,
    })
  })
}

function gainOf(client: Client, play: Play): number | null {
  const atRisk = (client.live ?? client.score)?.atRiskCents
  return atRisk === null || atRisk === undefined
    ? null
    : Math.round(atRisk * play.assumedEffect) - play.costCents
}

/** Decides an action: done, declined, or open again. */
export async function decideAction(
  { work }: Pick<ActionStores, 'work'>,
  { clientId, id }: { clientId: string; id: string },
  { state, result, now }: { state: ClientAction['state']; result?: string | undefined; now: string },
): Promise<ClientAction> {
  const before = await work.loadAction(clientId, id)
  const after = {
    ...before,
    state,
    result: result === undefined || result === '' ? null : result,
    decidedAt: state === 'open' ? null : now,
  }
  await work.decide(before, after)
  return after
}
