/** The revision that turns a client into another state of itself, and the one that takes it back. */
import type { Client, ClientWithFacts } from '#shared/client/client'
import { revised } from '#shared/client/change'
import { type Fact, factIdentity } from '#shared/client/facts'
import { sortedJson } from '#shared/import/content'

/** A client before and after a correction, as a batch remembers it. */
export interface Corrected {
  readonly before: ClientWithFacts
  readonly after: ClientWithFacts
}

const byIdentity = (facts: readonly Fact[]) => new Map(facts.map((fact) => [factIdentity(fact), fact]))
const isSame = (left: unknown, right: unknown): boolean =>
  sortedJson({ left }) === sortedJson({ left: right })

/** Identities of the facts that differ. */
function touched({ before, after }: Corrected): string[] {
  const [left, right] = [byIdentity(before.facts), byIdentity(after.facts)]
  return [...new Set([...left.keys(), ...right.keys()])].filter((id) => !isSame(left.get(id), right.get(id)))
}

/** Whether a correction changes anything. */
export function isChange(change: Corrected): boolean {
  return touched(change).length > 0 || !isSame(change.before.client.profile, change.after.client.profile)
}

/** The client as it is now with the correction made: only what the correction touches moves. */
export function applied(
  now: ClientWithFacts,
  change: Corrected,
  channels: readonly string[],
): ClientWithFacts {
  return moved(now, change, { to: change.after, channels })
}

/**
 * The client with the correction taken back, its channel counted as before; undefined when what the correction touched
 * was changed again since.
 */
export function takenBack(
  now: ClientWithFacts,
  change: Corrected,
  channels: readonly string[],
): ClientWithFacts | undefined {
  const [current, after] = [byIdentity(now.facts), byIdentity(change.after.facts)]
  const isAsLeft = touched(change).every((id) => isSame(current.get(id), after.get(id)))
  const isProfileTouched = !isSame(change.before.client.profile, change.after.client.profile)
  if (!isAsLeft || (isProfileTouched && !isSame(now.client.profile, change.after.client.profile)))
    return undefined
  const back = moved(now, change, { to: change.before, channels })
  const client: Client = isProfileTouched
    ? { ...back.client, channelKey: change.before.client.channelKey }
    : back.client
  return { ...back, client }
}

function moved(
  now: ClientWithFacts,
  change: Corrected,
  { to, channels }: { to: ClientWithFacts; channels: readonly string[] },
): ClientWithFacts {
  const target = byIdentity(to.facts)
  const put = touched(change).flatMap((id) => target.get(id) ?? [])
  const remove = touched(change).filter((id) => !target.has(id))
  const isProfileTouched = !isSame(change.before.client.profile, change.after.client.profile)
  return revised(now.client.id, now, {
    put,
    remove,
    channels,
    ...(isProfileTouched ? { profile: to.client.profile } : {}),
  })
}
