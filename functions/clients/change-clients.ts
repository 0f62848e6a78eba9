import { revised } from '#shared/client/change'
import { type ClientWithFacts, clientNotFound, type Profile } from '#shared/client/client'
import { tagsAfter } from '#shared/client/tags'
import type { BulkAnswer, ProfileFields } from '#shared/client/work.schema'
import { DomainError } from '#shared/kernel/errors'
import { type ClientId, parseId } from '#shared/kernel/ids'
import type { ChannelsStore } from '#functions/store/channels.store'
import type { ClientsStore } from '#functions/store/clients.store'
import type { ErasuresStore } from '#functions/store/erasures.store'
import { type LiveStores, withLive } from './with-live.ts'

/** What changing clients needs. */
export interface ChangeStores {
  readonly clients: Pick<ClientsStore, 'save' | 'loadWithFacts' | 'loadOrThrow'>
  readonly channels: ChannelsStore
  readonly erasures: Pick<ErasuresStore, 'erasedAmong'>
}

const ATTEMPTS = 4

/** Repeats a change that somebody else's came in between of. */
async function again<Result>(change: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await change()
    } catch (error) {
      const isMeanwhile = error instanceof DomainError && error.code === 'client.changed-meanwhile'
      if (!isMeanwhile || attempt >= ATTEMPTS) throw error
    }
  }
}

/** A profile with fields set by hand: null empties one. What is edited by hand no longer comes from an import. */
export function profileWith(before: Profile | undefined, fields: ProfileFields): Profile {
  const { source: _, ...held } = before ?? { isPlaceholder: false }
  const given = Object.entries(fields).filter(([, value]) => value !== undefined)
  const merged = { ...held, ...Object.fromEntries(given), isPlaceholder: false }
  const kept = Object.entries(merged).filter(([, value]) => value !== null && value !== '')
  return Object.fromEntries(kept) as unknown as Profile // -- because the fields went through their schema
}

/** Makes a client by hand; an id that is there, was merged away or was erased is refused. */
export async function createClient(
  stores: ChangeStores & LiveStores,
  { id: given, ...fields }: ProfileFields & { id: string },
): Promise<ClientId> {
  const id = parseId(given)
  if ((await stores.erasures.erasedAmong([id])).has(id)) throw wasErased()
  const profile = profileWith(undefined, fields)
  const channels = await stores.channels.register(profile.channel === undefined ? [] : [profile.channel])
  try {
    const after = await withLive(stores, undefined, revised(id, undefined, { profile, channels }))
    await stores.clients.save(undefined, after)
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'client.changed-meanwhile') throw error
    throw new DomainError('conflict', 'client.exists', `There is a client "${id}" already.`, {
      details: { id },
    })
  }
  return id
}

/** The refusal of an id whose client was erased. */
export function wasErased(): DomainError {
  return new DomainError(
    'conflict',
    'client.erased',
    'A client of this id was erased on request, so nothing is kept under it any more. Use another id.',
  )
}

/** Fields whose stored value is no longer what the form was opened with. */
export function changedMeanwhile(profile: Profile, was: ProfileFields, to: ProfileFields) {
  const stored = profile as unknown as Record<string, string | undefined> // -- because only text fields are edited
  return Object.keys(to)
    .filter((field) => (stored[field] ?? null) !== (was[field as keyof ProfileFields] ?? null))
    .map((field) => ({
      field,
      was: was[field as keyof ProfileFields] ?? null,
      now: stored[field] ?? null,
    }))
}

/** Edits a profile; refused, naming the fields, when one of them was changed since the form was opened. */
export async function editClient(
  stores: ChangeStores & LiveStores,
  id: ClientId,
  { was, to }: { was: ProfileFields; to: ProfileFields },
): Promise<{ version: number; fields: string[] }> {
  return again(async () => {
    const before = await stores.clients.loadOrThrow(id)
    const fields = changedMeanwhile(before.client.profile, was, to)
    if (fields.length > 0)
      throw new DomainError(
        'conflict',
        'client.fields-changed',
        `Somebody changed this client meanwhile: ${fields.map(({ field }) => field).join(', ')}. Your changes are not saved yet.`,
        { details: { fields } },
      )
    const profile = profileWith(before.client.profile, to)
    const channels =
      profile.channel === before.client.profile.channel
        ? []
        : await stores.channels.register(profile.channel === undefined ? [] : [profile.channel])
    const after = await withLive(stores, before, revised(id, before, { profile, channels }))
    await stores.clients.save(before, after)
    return { version: before.client.version + 1, fields: Object.keys(to) }
  })
}

/**
 * Gives clients whose facts were moved by a merge a live score. It says nothing about what moved it: a merge takes several
 * saves, and in between nobody knows the client as a whole.
 */
export async function scoreAnew(stores: ChangeStores & LiveStores, ids: readonly ClientId[]): Promise<void> {
  for (const id of ids)
    await again(async () => {
      const before = await stores.clients.loadWithFacts(id)
      if (before) await stores.clients.save(before, await withLive(stores, undefined, before))
    })
}

/** Adds and removes tags of many clients; what cannot be done for one is said and does not stop the others. */
export async function changeTags(
  stores: ChangeStores,
  {
    clientIds,
    add,
    remove,
  }: { clientIds: readonly string[]; add: readonly string[]; remove: readonly string[] },
): Promise<BulkAnswer> {
  return eachClient(clientIds, (id) =>
    again(async () => {
      const before = await stores.clients.loadWithFacts(id)
      if (!before) throw clientNotFound(id)
      await stores.clients.save(before, tagged(before, tagsAfter(before.client.tags ?? [], { add, remove })))
    }),
  )
}

function tagged({ client, facts }: ClientWithFacts, tags: readonly string[]): ClientWithFacts {
  const { tags: _, ...rest } = client
  return { client: tags.length === 0 ? rest : { ...rest, tags }, facts }
}

/** Does something for each client, a few at a time, and says for whom it was refused. */
export async function eachClient(
  ids: readonly string[],
  change: (id: ClientId) => Promise<void>,
): Promise<BulkAnswer> {
  const refused: BulkAnswer['refused'] = []
  const wanted = [...new Set(ids)]
  for (let start = 0; start < wanted.length; start += 4)
    await Promise.all(
      wanted.slice(start, start + 4).map(async (id) => {
        try {
          await change(id)
        } catch (error) {
          if (!(error instanceof DomainError)) throw error
          refused.push({ id, reason: error.message })
        }
      }),
    )
  return { changed: wanted.length - refused.length, refused }
}
