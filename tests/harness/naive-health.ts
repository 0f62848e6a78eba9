/** Health the slow obvious way: from the raw facts, product.md 9.4 read out loud. */
import type { ClientWithFacts } from '#shared/client/client'
import { dayNumber, dayOf, lastDayOf, monthFrom, monthNumber, monthOf } from '#shared/kernel/day'
import { purchaseModels } from '#shared/models/purchase-models'
import type { Context } from '#shared/portfolio/context'
import { createNaiveClient } from './naive-client.ts'

const scaled = (value: number, poor: number, good: number) => {
  const share = (value - poor) / (good - poor)
  return share < 0 ? 0 : share > 1 ? 100 : share * 100
}
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** Score and coverage at the as-of day under the shipped weights and anchors; undefined where there is none. */
export function naiveHealth(one: ClientWithFacts, context: Context) {
  const client = createNaiveClient(one, context)
  let day = dayNumber(context.asOf)
  const first = Math.min(
    ...one.facts.map((fact) => ('day' in fact ? dayNumber(fact.day) : day)),
    client.acquired,
  )
  let isFrozen = false
  while (!client.isActive(day)) {
    day -= 1
    isFrozen = true
    if (day < first) return undefined
  }
  const pillars = isAccountBased(one, day, context)
    ? accountPillars(one, day, context)
    : purchasePillars(one, day, context)
  let score = 0
  let weightSeen = 0
  let covered = 0
  let total = 0
  for (const { weight, scores } of pillars) {
    const seen = scores.filter((score) => score !== null)
    total += weight
    covered += weight * (seen.length / scores.length)
    if (seen.length === 0) continue
    weightSeen += weight
    score += weight * mean(seen)
  }
  return weightSeen === 0 ? undefined : { score: score / weightSeen, coverage: covered / total, isFrozen }
}

function isAccountBased({ facts }: ClientWithFacts, day: number, { catalogue }: Context): boolean {
  return facts.some(
    (fact) =>
      fact.fact === 'holding' &&
      catalogue[fact.productId]?.kind === 'account' &&
      dayNumber(fact.openedOn) <= day,
  )
}

function accountPillars(one: ClientWithFacts, day: number, context: Context) {
  const { catalogue } = context
  const client = createNaiveClient(one, context)
  const orders = one.facts.filter((fact) => fact.fact === 'order')
  const isOwn = (kind: string) => kind === 'purchase' || kind === 'activity'
  const own = [
    ...new Set(
      orders
        .filter(({ lines }) => lines.some(({ kind }) => isOwn(kind)))
        .map((order) => dayNumber(order.day)),
    ),
  ]
  const ownIn = (from: number, to: number) => own.filter((at) => from <= at && at <= to).length
  const accounts = one.facts
    .filter((fact) => fact.fact === 'holding')
    .filter(({ productId }) => catalogue[productId]?.kind === 'account')
  const ends = one.client.profile.closedOn ? dayNumber(one.client.profile.closedOn) : Infinity
  const open = accounts.filter(
    ({ openedOn, closedOn }) =>
      dayNumber(openedOn) <= day && day < Math.min(ends, closedOn ? dayNumber(closedOn) : Infinity),
  )
  const firstAccount = Math.min(...accounts.map(({ openedOn }) => dayNumber(openedOn)))
  const last = Math.max(firstAccount, ...own.filter((at) => at <= day))
  const usual = ownIn(day - 119, day - 30) / 3
  const margin = client.margin(day - 89, day)
  const marginBefore = client.margin(day - 179, day - 90)
  const products = [...new Set(open.map(({ productId }) => productId))]
  const used = products.filter((id) =>
    orders.some(
      (order) =>
        dayNumber(order.day) > day - 90 &&
        dayNumber(order.day) <= day &&
        order.lines.some((line) => line.productId === id && isOwn(line.kind)),
    ),
  )
  let state = { active: 100, dormant: 30, restricted: 20, closed: 0, prospect: 0 }[client.status(day)] ?? 0
  const wasAwayLately = Array.from({ length: 90 }, (_, ago) => !client.isActive(day - ago)).includes(true)
  let wasActiveBefore = false
  let isGone = false
  for (let at = client.acquired; at <= day; at++) {
    if (client.isActive(at)) {
      if (isGone) wasActiveBefore = true
    } else if (at > client.acquired && client.isActive(at - 1)) isGone = true
  }
  if (client.status(day) === 'active' && wasAwayLately && wasActiveBefore) state = 80
  const troubles = one.facts.filter(
    (fact) =>
      fact.fact === 'event' &&
      (fact.kind === 'complaint' || fact.kind === 'failed-payment') &&
      dayNumber(fact.day) > day - 90 &&
      dayNumber(fact.day) <= day,
  ).length
  return [
    {
      weight: 25,
      scores: [
        scaled(day - last, 90, 7),
        usual > 0 ? scaled(ownIn(day - 29, day) / usual, 0.5, 1) : null,
        marginBefore > 0 ? scaled((margin - marginBefore) / marginBefore, -0.3, 0) : null,
        scaled((day - client.acquired) / (365.25 / 12), 3, 24),
      ],
    },
    { weight: 25, scores: digitalScores(one, day, own) },
    {
      weight: 30,
      scores: [
        scaled(new Set(products.map((id) => catalogue[id]!.family)).size, 1, 4),
        products.some((id) => catalogue[id]!.isAnchor) ? 100 : 0,
        products.length > 0 ? scaled(used.length / products.length, 0.4, 1) : null,
      ],
    },
    { weight: 20, scores: [Math.max(0, state - 20 * troubles)] },
  ]
}

function digitalScores(one: ClientWithFacts, day: number, own: readonly number[]) {
  const civil = dayOf(day)
  const isMonthEnd = lastDayOf(monthOf(civil)) === civil
  const month = monthFrom(monthNumber(monthOf(civil)) - (isMonthEnd ? 0 : 1))
  const measured = (wanted: string) =>
    one.facts
      .filter((fact) => fact.fact === 'engagement')
      .filter((fact) => fact.month === wanted)
      .map((fact) => Object.values(fact.channels))[0]
  const sum = (values: readonly (number | undefined)[]) =>
    values.reduce<number>((all, one) => all + (one ?? 0), 0)
  const now = measured(month)
  if (!now) return [null, null, null, null]
  const before = [1, 2, 3].flatMap((ago) => {
    const channels = measured(monthFrom(monthNumber(month) - ago))
    return channels ? [sum(channels.map(({ logins }) => logins))] : []
  })
  const usual = before.length === 0 ? 0 : mean(before)
  const digital = sum(now.map(({ digitalTransactions }) => digitalTransactions))
  const ownThen = own.filter((at) => monthOf(dayOf(at)) === month).length
  return [
    scaled(sum(now.map(({ activeDays, logins }) => activeDays ?? logins)), 0, 12),
    usual > 0 ? scaled(sum(now.map(({ logins }) => logins)) / usual, 0.5, 1) : null,
    scaled(Math.max(0, ...now.map(({ featuresUsed }) => featuresUsed ?? 0)), 1, 5),
    digital + ownThen > 0 ? scaled(digital / Math.max(digital, ownThen), 0.2, 0.8) : null,
  ]
}

function purchasePillars(one: ClientWithFacts, day: number, context: Context) {
  const { catalogue, models, settings } = context
  const orders = one.facts.filter((fact) => fact.fact === 'order')
  const client = createNaiveClient(one, context)
  const days = [
    ...new Set(
      orders
        .filter(({ lines }) =>
          lines.some(
            ({ kind, productId }) => kind === 'purchase' && catalogue[productId]?.kind !== 'account',
          ),
        )
        .map((order) => dayNumber(order.day)),
    ),
  ]
    .filter((at) => at <= day)
    .sort((left, right) => left - right)
  const gaps = days.slice(1).map((at, index) => at - days[index]!)
  gaps.sort((left, right) => left - right)
  const median =
    gaps.length === 0
      ? 0
      : mean([gaps[Math.floor((gaps.length - 1) / 2)]!, gaps[Math.ceil((gaps.length - 1) / 2)]!])
  const spend = client.revenue(day - 179, day)
  const before = client.revenue(day - 359, day - 180)
  let returned = 0
  for (const order of orders)
    if (day - 364 <= dayNumber(order.day) && dayNumber(order.day) <= day)
      for (const line of order.lines) if (line.kind === 'refund') returned -= line.amountCents
  const bought = client.revenue(day - 364, day) + returned
  const { chance } = models
  const history = { x: days.length - 1, tx: days.at(-1)! - days[0]!, T: day - days[0]! }
  return [
    { weight: 40, scores: [gaps.length === 0 ? null : scaled((day - days.at(-1)!) / median, 3, 1)] },
    {
      weight: 30,
      scores: [
        days.length === 0 || !chance
          ? null
          : scaled(
              purchaseModels[chance.model].probabilityActive(
                chance.params,
                history,
                settings.churnHorizonDays,
              ),
              0.05,
              0.75,
            ),
      ],
    },
    { weight: 20, scores: [before > 0 ? scaled((spend - before) / before, -0.5, 0) : null] },
    { weight: 10, scores: [bought > 0 ? scaled(returned / bought, 0.25, 0) : null] },
  ]
}
