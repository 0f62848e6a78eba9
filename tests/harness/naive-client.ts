/**
 * One client the slow obvious way: every question loops over the raw facts and, where days matter, over the days. Shares
 * nothing with `shared/portfolio` but the settings and the catalogue; the fitted models are asked through `shared/models`.
 */
import type { ClientWithFacts } from '#shared/client/client'
import type { Order, OrderLine } from '#shared/client/facts'
import { dayNumber, dayOf, lastDayOf, monthNumber, monthOf } from '#shared/kernel/day'
import { expectedSpend, type GammaGammaParams } from '#shared/models/gamma-gamma'
import { hazard } from '#shared/models/hazard-loss'
import { laterState, lossFeatures, type LossState } from '#shared/models/loss-features'
import type { PurchaseHistory } from '#shared/models/purchase-history'
import { purchaseModels } from '#shared/models/purchase-models'
import type { Context } from '#shared/portfolio/context'

const MONTH = 365.25 / 12

const rounded = (value: number): number => (value < 0 ? -Math.round(-value) : Math.round(value)) + 0

/** A client to be asked about any day, in day numbers. */
export function createNaiveClient({ client, facts }: ClientWithFacts, context: Context) {
  const { settings, catalogue, activityWindowDays: window, models } = context
  const orders = facts.filter((fact): fact is Order => fact.fact === 'order')
  const isOwn = (line: OrderLine) => line.kind === 'purchase' || line.kind === 'activity'
  const isAccount = (productId: string) => catalogue[productId]?.kind === 'account'
  const accounts = facts
    .filter((fact) => fact.fact === 'holding')
    .filter((holding) => isAccount(holding.productId))
    .map(({ openedOn, closedOn }) => ({
      from: dayNumber(openedOn),
      to: closedOn === undefined ? Infinity : dayNumber(closedOn),
    }))
  const ends = client.profile.closedOn === undefined ? Infinity : dayNumber(client.profile.closedOn)
  const ownDays = [
    ...new Set(orders.filter((order) => order.lines.some(isOwn)).map((order) => dayNumber(order.day))),
  ]
  const firstAccount = Math.min(Infinity, ...accounts.map(({ from }) => from))

  const joined = client.profile.joinedOn === undefined ? Infinity : dayNumber(client.profile.joinedOn)
  const holdingDays = facts.flatMap((fact) => (fact.fact === 'holding' ? [dayNumber(fact.openedOn)] : []))
  const acquired = Math.min(joined, ...ownDays, ...holdingDays)

  function declaredAt(day: number) {
    const dated = facts
      .filter((fact) => fact.fact === 'status')
      .map((fact) => ({ day: dayNumber(fact.day), status: fact.status }))
    if (ends < Infinity) dated.push({ day: ends, status: 'closed' })
    if (dated.length === 0) return client.profile.declaredStatus
    return dated
      .filter((one) => one.day <= day)
      .sort((left, right) => left.day - right.day)
      .at(-1)?.status
  }

  const isAccountBased = (day: number) => firstAccount <= day

  function isActive(day: number): boolean {
    if (day >= ends || declaredAt(day) === 'closed') return false
    if (isAccountBased(day)) return accounts.some(({ from, to }) => from <= day && day < to)
    return ownDays.some((own) => own <= day && day < own + window)
  }

  function isActiveWithin(from: number, to: number): boolean {
    for (let day = from; day <= to; day++) if (isActive(day)) return true
    return false
  }

  const lastOwn = (day: number) => Math.max(-Infinity, ...ownDays.filter((own) => own <= day))

  function status(day: number): string {
    if (acquired > day) return 'prospect'
    const declared = declaredAt(day)
    if (declared === 'closed' || declared === 'restricted') return declared
    if (!isAccountBased(day)) {
      if (lastOwn(day) === -Infinity) return 'prospect'
      return isActive(day) ? 'active' : 'dormant'
    }
    if (!isActive(day)) return 'closed'
    return day - Math.max(lastOwn(day), firstAccount) > settings.dormantAfterDays ? 'dormant' : 'active'
  }

  const revenueOf = (line: OrderLine) => (line.kind === 'activity' ? 0 : line.amountCents)

  function marginOf(line: OrderLine): number {
    const revenue = revenueOf(line)
    const product = catalogue[line.productId]
    const hasCost =
      product?.unitCostCents !== undefined && line.quantity !== undefined && line.kind !== 'charge'
    if (revenue !== 0 && hasCost) {
      const cost = rounded(product.unitCostCents! * Math.abs(line.quantity!))
      return revenue > 0 ? revenue - cost : revenue + cost
    }
    return rounded(revenue * (product?.marginRate ?? settings.marginRate))
  }

  /** What the purchase model values: neither charges nor lines on accounts. */
  const isPurchaseLike = (line: OrderLine) => line.kind !== 'charge' && !isAccount(line.productId)

  function sum(from: number, to: number, of: (line: OrderLine) => number): number {
    let total = 0
    for (const order of orders)
      if (from <= dayNumber(order.day) && dayNumber(order.day) <= to)
        for (const line of order.lines) total += of(line)
    return total
  }

  const revenue = (from: number, to: number) => sum(from, to, revenueOf)
  const margin = (from: number, to: number) => sum(from, to, marginOf)
  const charges = (from: number, to: number) =>
    sum(from, to, (line) => (line.kind === 'charge' ? revenueOf(line) : 0))
  const orderCount = (from: number, to: number) =>
    orders.filter(
      ({ day, lines }) =>
        from <= dayNumber(day) && dayNumber(day) <= to && lines.some(({ kind }) => kind === 'purchase'),
    ).length

  /** Purchase days up to a day with the spend on each. */
  function purchases(day: number) {
    const spends = new Map<number, number>()
    for (const order of orders) {
      const bought = order.lines.filter(isPurchaseLike)
      if (dayNumber(order.day) > day || !bought.some(({ kind }) => kind === 'purchase')) continue
      const on = dayNumber(order.day)
      spends.set(on, (spends.get(on) ?? 0) + bought.reduce((total, line) => total + revenueOf(line), 0))
    }
    return [...spends].sort(([left], [right]) => left - right)
  }

  function marginRate(day: number): number {
    const earned = sum(-Infinity, day, (line) => (isPurchaseLike(line) ? revenueOf(line) : 0))
    const kept = sum(-Infinity, day, (line) => (isPurchaseLike(line) ? marginOf(line) : 0))
    return earned > 0 ? Math.min(1, Math.max(0, kept / earned)) : settings.marginRate
  }

  function lossState(day: number): LossState {
    const silent = day - Math.max(lastOwn(day), firstAccount)
    const civil = dayOf(day)
    const month = monthNumber(monthOf(civil)) - (lastDayOf(monthOf(civil)) === civil ? 0 : 1)
    const engagementIn = (wanted: number) => {
      const found = facts.find((fact) => fact.fact === 'engagement' && monthNumber(fact.month) === wanted)
      if (found?.fact !== 'engagement') return undefined
      const channels = Object.values(found.channels)
      const days = channels.reduce((total, one) => total + (one.activeDays ?? one.logins ?? 0), 0)
      const features = Math.max(0, ...channels.map((one) => one.featuresUsed ?? 0))
      const byDays = Math.min(1, days / 12)
      return features > 0 ? (byDays + Math.min(1, features / 5)) / 2 : byDays
    }
    const now = engagementIn(month)
    const before = engagementIn(month - 3)
    const isRecent = (at: number) => at <= day && at > day - 3 * MONTH
    const troubles = facts.filter(
      (fact) =>
        fact.fact === 'event' &&
        (fact.kind === 'complaint' || fact.kind === 'failed-payment') &&
        isRecent(dayNumber(fact.day)),
    )
    return {
      tenureMonths: Math.max(0, (day - firstAccount) / MONTH),
      silentMonths: Math.max(0, Math.floor(silent / MONTH)),
      ...(now === undefined ? {} : { engagement: now }),
      ...(now === undefined || before === undefined ? {} : { engagementChange: now - before }),
      holdings: accounts.filter(({ from, to }) => from <= day && day < Math.min(to, ends)).length,
      holdingsClosed: accounts.filter(({ to }) => isRecent(Math.min(to, ends))).length,
      troubles: troubles.length,
      isDormant: silent > settings.dormantAfterDays,
      isRestricted: status(day) === 'restricted',
    }
  }

  const weight = (month: number) => (1 + settings.discountRatePerYear) ** (-month / 12)

  function marginPerMonth(day: number): number {
    const age = Math.min(12, Math.max(1, (day - firstAccount + 1) / MONTH))
    const from = day - Math.round(age * MONTH) + 1
    const earned = sum(from, day, (line) => (isPurchaseLike(line) ? 0 : marginOf(line)))
    return Math.max(0, earned / age)
  }

  function survivalPath(day: number, months: number): number[] {
    const path: number[] = []
    for (let month = 1; month <= months; month++) {
      const risk = hazard(models.loss!.model, lossFeatures(laterState(lossState(day), month - 1)))
      path.push((path.at(-1) ?? 1) * (1 - risk))
    }
    return path
  }

  /** Survival times margin, month by month. */
  function accountValue(day: number, months: number): number {
    const path = survivalPath(day, Math.min(months, settings.horizonMonths))
    return rounded(
      path.reduce((worth, alive, index) => worth + marginPerMonth(day) * alive * weight(index + 1), 0),
    )
  }

  /** The purchase history of a client at a day and what it is expected to spend. */
  function boughtBy(day: number) {
    const bought = purchases(day)
    const first = bought[0]![0]
    const last = bought.at(-1)![0]
    const x = bought.length - 1
    const history = { x, tx: last - first, T: day - first }
    const repeat = bought.slice(1).reduce((total, [, spend]) => total + spend, 0)
    const mean = x > 0 ? repeat / x : 0
    const spend = expectedSpend(
      models.spend!.params as GammaGammaParams,
      mean > 0 ? { x, mean } : { x: 0, mean: 0 },
    )
    return { history, spend }
  }

  /** Expected purchases by month, each as the money of today it stands for. */
  function discounted(history: PurchaseHistory, months: number): number {
    const { model, params } = models.purchases!
    const upTo = (month: number) =>
      month === 0 ? 0 : purchaseModels[model].expectedPurchases(params, history, month * MONTH)
    let count = 0
    for (let month = 1; month <= Math.min(months, settings.horizonMonths); month++)
      count += (upTo(month) - upTo(month - 1)) * weight(month)
    return count
  }

  /** Expected purchases × expected spend × margin rate. */
  function purchaseValue(day: number, months: number): number {
    const { history, spend } = boughtBy(day)
    return rounded(discounted(history, months) * spend * marginRate(day))
  }

  /** Predicted CLV of the next months; undefined where nothing can be said. */
  function predicted(day: number, months: number): number | undefined {
    if (status(day) === 'closed') return 0
    const hasBought = purchases(day).length > 0
    if (!isAccountBased(day) && !hasBought) return undefined
    return (
      (isAccountBased(day) ? accountValue(day, months) : 0) + (hasBought ? purchaseValue(day, months) : 0)
    )
  }

  /** Worth if active through the churn horizon, less worth as it is; undefined where nothing can be said. */
  function atRisk(day: number): number | undefined {
    const h = Math.round(settings.churnHorizonDays / MONTH)
    if (!isActive(day) || status(day) === 'closed') return undefined
    if (isAccountBased(day)) {
      const perMonth = marginPerMonth(day)
      const survival = survivalPath(day, settings.horizonMonths)
      let gain = 0
      survival.forEach((surviving, index) => {
        const kept = index < h ? 1 : surviving / survival[h - 1]!
        gain += perMonth * (kept - surviving) * weight(index + 1)
      })
      return rounded(gain)
    }
    if (purchases(day).length === 0) return undefined
    const { history, spend } = boughtBy(day)
    const silent = { ...history, T: history.T + settings.churnHorizonDays }
    const { params, model } = models.purchases!
    const active = purchaseModels[model].probabilityActive(params, history, settings.churnHorizonDays)
    const asIs = discounted(history, settings.horizonMonths)
    const ifSilent = discounted(silent, settings.horizonMonths - h) * weight(h)
    const ifActive = (asIs - (1 - active) * ifSilent) / active
    return rounded(Math.max(0, ifActive - asIs) * spend * marginRate(day))
  }

  /** Recency, frequency and money of the 24 months to a day; undefined before the first own action. */
  function rfm(day: number, from: number) {
    if (lastOwn(day) === -Infinity) return undefined
    return {
      recencyDays: day - lastOwn(day),
      frequency: ownDays.filter((own) => from <= own && own <= day).length,
      moneyCents: revenue(from, day),
    }
  }

  return {
    acquired,
    isActive,
    isActiveWithin,
    status,
    revenue,
    margin,
    charges,
    orderCount,
    predicted,
    atRisk,
    rfm,
    channel: client.channelKey,
    lastOwn,
    acquisitionCost: client.profile.acquisitionCostCents ?? 0,
  }
}

/** A client to be asked about any day. */
export type NaiveClient = ReturnType<typeof createNaiveClient>
