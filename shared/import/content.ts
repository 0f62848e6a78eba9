import type { Profile } from '#shared/client/client'
import type { ChannelEngagement, Fact, OrderLine } from '#shared/client/facts'

/** What a line says, as text: equal lines have equal texts, and lines are kept in the order of these texts. */
export function lineContent(line: OrderLine): string {
  return `${lineIdentity(line)}|${line.attributes ? sortedJson(line.attributes) : ''}`
}

/** What makes a line the same line: everything but its attributes. */
export function lineIdentity({ productId, kind, amountCents, quantity, unitPriceCents }: OrderLine): string {
  return `${kind}|${amountCents}|${quantity ?? ''}|${unitPriceCents ?? ''}|${productId}`
}

/** What a fact says, without where it came from; the order of an order's lines says nothing. */
export function factContent(fact: Fact): string {
  switch (fact.fact) {
    case 'order':
      return `${fact.day}\n${fact.lines.map(lineContent).sort().join('\n')}`
    case 'holding':
      return `${fact.productId}\n${fact.openedOn}\n${fact.closedOn ?? ''}`
    case 'event':
      return `${fact.day}\n${fact.kind}`
    case 'status':
      return fact.status
    case 'engagement':
      return Object.keys(fact.channels)
        .sort()
        .map((channel) => `${channel}:${countsContent(fact.channels[channel] ?? {})}`)
        .join('\n')
  }
}

const countNames = [
  'logins',
  'activeDays',
  'sessions',
  'featuresUsed',
  'digitalTransactions',
  'emailsSent',
  'emailsOpened',
] as const

/** What a channel's counts say. */
export function countsContent(counts: ChannelEngagement): string {
  return countNames.map((name) => counts[name] ?? '').join(',')
}

/** What a profile says, without where it came from. */
export function profileContent({ source: _, ...profile }: Profile): string {
  return sortedJson(profile)
}

/** JSON whose keys are sorted, two levels deep: as deep as profiles and catalogue entries are. */
export function sortedJson(value: object): string {
  const entries = Object.entries(value)
    .filter(([, found]) => found !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, found]): [string, unknown] => [
      key,
      typeof found === 'object' && found !== null ? sortedJson(found as object) : found,
    ])
  return JSON.stringify(entries)
}
