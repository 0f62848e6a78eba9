import type { ClientRow } from '#shared/client/client-view.schema'
import type { FilterSubject } from '#shared/client/client-filter'
import type { Status } from '#shared/client/facts'
import { riskBandOf } from '#shared/client/risk-band'
import { MICRO } from '#shared/kernel/money'
import type { Card } from './items.ts'
import type { Item } from './table.ts'

// `clientItem` is the only writer of cards -- because the door is single.
const cardOf = (item: Item): Card => item['card'] as Card

/** The row of an item that carries a card. */
export function rowOf(item: Item): ClientRow {
  const card = cardOf(item)
  return {
    id: card.id,
    name: card.n ?? null,
    isPlaceholder: card.p ?? false,
    status: card.st as Status,
    segment: card.sg ?? null,
    totalCents: card.t ?? null,
    historicCents: card.hi ?? null,
    chance: card.ch === undefined ? null : card.ch / MICRO,
    churn: card.cu === undefined ? null : card.cu / MICRO,
    risk: riskBandOf(card.cu),
    health: card.he ?? null,
    lastActivityOn: card.la ?? null,
    channel: card.cn ?? null,
    joinedOn: card.jo ?? null,
    tags: [...(card.tg ?? [])],
  }
}

/** Whether the card says too little for filters on tags or products. */
export function isCardCut(item: Item): boolean {
  return cardOf(item).mo === true
}

/** What the filters look at, from a card or, where that was cut, from the whole client. */
export function subjectOf(item: Item): FilterSubject {
  const card = cardOf(item)
  const summary = item['summary'] as { held?: readonly string[] } | undefined
  return {
    segment: card.sg,
    risk: riskBandOf(card.cu),
    channel: card.cn ?? '',
    products: summary?.held ?? card.ph ?? [],
    tags: (item['tags'] as readonly string[] | undefined) ?? card.tg ?? [],
    totalCents: card.t,
    joinedOn: card.jo,
  }
}

/** The status of an item that carries a card. */
export const statusOf = (item: Item): Status => cardOf(item).st as Status
