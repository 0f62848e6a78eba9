import type { ClientWithFacts, Profile } from '#shared/client/client'
import { type EngagementMonth, type Fact, factIdentity, type Source } from '#shared/client/facts'
import { countsContent, factContent, profileContent } from './content.ts'
import { groupedBy } from './grouped.ts'
import type { ClientGroup, StatedFact } from './stated.ts'

/** How many rows were new, changed something, or said what was known. */
export interface Outcome {
  readonly accepted: number
  readonly updated: number
  readonly unchanged: number
}

/** What an import changes of a client, and how its rows count. */
export interface Decision extends Outcome {
  readonly profile?: Profile
  readonly put: readonly Fact[]
  /** Whether the client is known only because this import named it. */
  readonly isOwnPlaceholder: boolean
}

type How = 'accepted' | 'updated' | 'unchanged'

/**
 * What a group changes of a client as it is stored. What this very import already wrote counts as it did then, so that
 * an import that was stopped and resumed counts like one that was not.
 */
export function decide(group: ClientGroup, before: ClientWithFacts | undefined, importId: string): Decision {
  const counts = { accepted: 0, updated: 0, unchanged: 0 }
  const count = (how: How, rows: readonly number[]) => {
    counts[how] += rows.length
  }
  const held = groupedBy(before?.facts ?? [], factIdentity)
  const put: Fact[] = []
  for (const stated of group.facts) {
    const found = held.get(factIdentity(stated.fact)) ?? []
    const fact =
      stated.fact.fact === 'engagement'
        ? engagementAfter(stated, { month: stated.fact, held: found, importId, count })
        : factAfter(stated, { held: found, importId, count })
    if (fact) put.push(fact)
  }
  const profile = profileAfter(group, { before: before?.client.profile, importId, count })
  const known = profile ?? before?.client.profile
  const isOwnPlaceholder = known !== undefined && known.isPlaceholder && known.source?.importId === importId
  return { ...counts, ...(profile ? { profile } : {}), put, isOwnPlaceholder }
}

interface Stored {
  readonly held: readonly Fact[]
  readonly importId: string
  readonly count: (how: How, rows: readonly number[]) => void
}

const counted = (how: Source['how']): How => (how === 'new' ? 'accepted' : 'updated')

/** Where the fact comes from now: one this import wrote in part keeps what it was when it started. */
function sourceOf(old: Source | undefined, importId: string, isKnown: boolean): Source {
  if (old?.importId === importId) return old
  return { importId, how: isKnown ? 'update' : 'new' }
}

function ownOrUnchanged(source: Source | undefined, importId: string): How {
  return source?.importId === importId ? counted(source.how) : 'unchanged'
}

function factAfter({ fact, rows }: StatedFact, { held, importId, count }: Stored): Fact | undefined {
  const old = held.find((one) => sourceIn(one)?.importId === importId) ?? held[0]
  const oldSource = old && sourceIn(old)
  if (old && held.length === 1 && factContent(old) === factContent(fact)) {
    count(ownOrUnchanged(oldSource, importId), rows)
    return undefined
  }
  const source = sourceOf(oldSource, importId, old !== undefined)
  count(counted(source.how), rows)
  return { ...fact, source } as Fact
}

function sourceIn(fact: Fact): Source | undefined {
  return 'source' in fact ? fact.source : undefined
}

interface StoredMonth extends Stored {
  readonly month: EngagementMonth
}

/** A month keeps the channels this file does not name. */
function engagementAfter(
  stated: StatedFact,
  { month, held, importId, count }: StoredMonth,
): Fact | undefined {
  const [old] = held
  const channels = new Map(Object.entries(old?.fact === 'engagement' ? old.channels : {}))
  let isChanged = false
  for (const [channel, rows] of Object.entries(stated.rowsByChannel ?? {})) {
    const counts = month.channels[channel] ?? {}
    const known = channels.get(channel)
    if (known && countsContent(known) === countsContent(counts)) {
      count(ownOrUnchanged(known.source, importId), rows)
      continue
    }
    const source = sourceOf(known?.source, importId, known !== undefined)
    count(counted(source.how), rows)
    channels.set(channel, { ...counts, source })
    isChanged = true
  }
  return isChanged
    ? { fact: 'engagement', month: month.month, channels: Object.fromEntries(channels) }
    : undefined
}

interface StoredProfile {
  readonly before: Profile | undefined
  readonly importId: string
  readonly count: Stored['count']
}

/** The profile to write; undefined when nothing about it changes. Empty cells leave what is known. */
function profileAfter(group: ClientGroup, { before, importId, count }: StoredProfile): Profile | undefined {
  if (!group.profile) {
    if (before || group.facts.length === 0) return undefined
    return { isPlaceholder: true, source: { importId, how: 'new' } }
  }
  const { value, rows } = group.profile
  const attributes = { ...before?.attributes, ...value.attributes }
  const merged: Profile = {
    ...before,
    ...value,
    ...(Object.keys(attributes).length > 0 ? { attributes } : {}),
    isPlaceholder: false,
  }
  if (before && profileContent(before) === profileContent(merged)) {
    count(ownOrUnchanged(before.source, importId), rows)
    return undefined
  }
  const isKnown = before !== undefined && !before.isPlaceholder
  const source = sourceOf(before?.isPlaceholder ? undefined : before?.source, importId, isKnown)
  count(counted(source.how), rows)
  return { ...merged, source }
}
