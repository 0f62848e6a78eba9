import type { CivilDay } from '#shared/kernel/day'
import type { Random } from '#shared/numeric/random'
import type { NewClient } from './account-client.ts'
import { dayBetween } from './calendar.ts'
import { ENGAGEMENT_MONTHS, engagementRows } from './engagement.ts'
import type { Buyer } from './expectations.ts'
import { MOST_FACTS, factCount, isOverfull } from './ledger.ts'
import type { ClientFacts } from './ledger.ts'
import { behaviour } from './parameters.ts'
import { drawPurchases } from './purchases.ts'

/** A client without account products: its first purchase is the day it joined. */
export interface PurchaseClient {
  readonly buyer: Buyer
  readonly facts: ClientFacts
}

const DIGITAL_SHARE = 0.7
const COMPLAINT_PER_MONTH = 0.004
// After the last purchase a client is still seen for a while, whether it is lost or not.
const MONTHS_SEEN_AFTER = 2

/** Draws a purchase-based client and books what it did. */
export function purchaseClient(random: Random, client: NewClient): PurchaseClient {
  const { clientId, joinedOn, today, months } = client
  const { buyer, lines } = drawPurchases(random, { clientId, firstDay: joinedOn, lastDay: today, today })
  const lastDay = lines.reduce<CivilDay>(
    (last, line) => (line.occurredOn > last ? line.occurredOn : last),
    joinedOn,
  )
  const since = months.filter((month) => month.lastDay >= joinedOn)
  const lastIndex = months.find((month) => month.lastDay >= lastDay)?.index ?? 0
  const seenMonths = since.filter(({ index }) => buyer.isAlive || index <= lastIndex + MONTHS_SEEN_AFTER)
  const complained = seenMonths.filter(({ passed }) => random.next() < COMPLAINT_PER_MONTH * passed)
  const facts: ClientFacts = {
    holdings: [],
    lines: [...lines],
    events: complained.map((month, index) => ({
      eventId: `E-${clientId.slice(2)}-${index + 1}`,
      clientId,
      occurredOn: dayBetween(random, month.firstDay > joinedOn ? month.firstDay : joinedOn, month.lastDay),
      kind: 'complaint',
    })),
    engagement: [],
  }
  if (isOverfull(facts)) return purchaseClient(random, client)
  const level = random.beta(behaviour.engagementLevel.a, behaviour.engagementLevel.b)
  if (random.next() > DIGITAL_SHARE) return { buyer, facts }
  const seen = seenMonths.map((month) => ({ month, engagement: level * 0.7 }))
  const mostMonths = Math.min(ENGAGEMENT_MONTHS, MOST_FACTS - factCount(facts))
  facts.engagement.push(...engagementRows(random, { clientId, seen, mostMonths }))
  return { buyer, facts }
}
