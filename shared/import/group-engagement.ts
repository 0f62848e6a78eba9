import type { EngagementMonth } from '#shared/client/facts'
import { groupedBy } from './grouped.ts'
import { countsContent } from './content.ts'
import { contradictions, type GroupReject, type StatedFact } from './stated.ts'
import type { EngagementRow } from './typed-row.ts'

interface Row {
  readonly row: number
  readonly value: EngagementRow
}

/** The months that engagement rows state, each with its channels. */
export function engagementFacts(rows: readonly Row[], rejects: GroupReject[]): StatedFact[] {
  return [...groupedBy(rows, ({ value }) => value.month)].flatMap(([month, ofMonth]) => {
    const channels = new Map<string, EngagementMonth['channels'][string]>()
    const rowsByChannel = new Map<string, readonly number[]>()
    for (const [channel, same] of groupedBy(ofMonth, ({ value }) => value.channel)) {
      const [first] = same
      if (!first || new Set(same.map(({ value }) => countsContent(value.counts))).size > 1) {
        rejects.push(...contradictions(same, { field: 'channel', value: `${channel}, ${month}` }))
        continue
      }
      channels.set(channel, first.value.counts)
      rowsByChannel.set(
        channel,
        same.map(({ row }) => row),
      )
    }
    const stated = [...rowsByChannel.values()].flat()
    if (stated.length === 0) return []
    const fact: EngagementMonth = { fact: 'engagement', month, channels: Object.fromEntries(channels) }
    return [{ fact, rows: stated, rowsByChannel: Object.fromEntries(rowsByChannel) }]
  })
}
