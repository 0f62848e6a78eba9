/** What the page of one client shows: computed from its facts just read, under the context of the run, unrounded. */
import type { ClientWithFacts } from '#shared/client/client'
import type { ClientRisk } from '#shared/client/client-health.schema'
import { type CivilDay, DAYS_PER_MONTH, dayNumber, dayOf } from '#shared/kernel/day'
import { type Figure, withheld } from '#shared/kernel/figure.schema'
import type { Params } from '#shared/models/fit'
import type { PurchaseHistory } from '#shared/models/purchase-history'
import type { PurchaseModel } from '#shared/models/purchase-model'
import { purchaseModels } from '#shared/models/purchase-models'
import { quantileOfSorted } from '#shared/numeric/quantile'
import { survivalsByRefit } from './account-valuation.ts'
import { atRiskAt } from './at-risk.ts'
import { type ClientValue, clientValue } from './client-value.ts'
import type { Context } from './context.ts'
import type { Health } from './health.ts'
import { healthOf } from './health-of.ts'
import { noPeers, type Peers } from './peers.ts'
import { riskView } from './risk-view.ts'
import { countUpTo, isAccountBased, isActiveAt, timelineOf, type Timeline } from './timeline.ts'
import { cellOf } from './cell.ts'
import { chanceAt, churnAt, NO_LOSS_MODEL, compiled, type CompiledContext, purchasesAt } from './valuation.ts'

const DAYS_PER_YEAR = 365.25
/** Most points of the curve; long histories are drawn by week or month. */
const CURVE_POINTS = 400

/** The figures and curves of one client's page. */
export interface ClientFigures extends ClientValue {
  readonly status: string
  readonly segment: string
  readonly chance: Figure
  readonly churn: Figure
  readonly atRisk: Figure
  readonly health: Figure
  readonly healthParts: Health | undefined
  readonly risk: ClientRisk | null
  readonly expectedPurchases: Figure
  readonly curve: readonly { day: CivilDay; chance: number }[]
  readonly purchaseDays: readonly CivilDay[]
}

/** The figures of one client as of the context's day. */
export function clientFigures(
  client: ClientWithFacts,
  context: Context,
  peers: Peers = noPeers,
): ClientFigures {
  const at = compiled(context)
  const timeline = timelineOf(client, context)
  const day = dayNumber(context.asOf)
  const cell = cellOf(timeline, day, { context, channel: client.client.channelKey })
  return {
    status: cell.status,
    segment: cell.segment,
    ...clientValue({ client, timeline, day, at }),
    chance: chanceFigure(timeline, day, at),
    churn: churnFigure(timeline, day, at),
    atRisk: atRiskFigure(timeline, day, at),
    ...healthFigures(timeline, day, at),
    risk: riskView(timeline, day, { at, peers }),
    expectedPurchases: expectedPurchases(timeline, day, at),
    curve: curveOf(timeline, day, context),
    purchaseDays: timeline.purchaseDays.slice(0, countUpTo(timeline.purchaseDays, day)).map(dayOf),
  }
}

/** How far a figure of the purchase model could be off: the same figure under each refit to resampled clients. */
function refitted(
  timeline: Timeline,
  day: number,
  {
    at,
    of,
  }: { at: CompiledContext; of: (model: PurchaseModel, params: Params, history: PurchaseHistory) => number },
): Partial<Figure> {
  const { models, draws } = at.context
  const purchases = purchasesAt(timeline, day)
  if (!purchases || !models.purchases) return {}
  const model = purchaseModels[models.purchases.model]
  return bounds(draws.map((draw) => of(model, draw.purchases, purchases.history)))
}

function bounds(values: readonly number[]): Partial<Figure> {
  if (values.length === 0) return {}
  const sorted = [...values].sort((left, right) => left - right)
  const at = (share: number) => quantileOfSorted(sorted, share)
  return { low80: at(0.1), high80: at(0.9), low95: at(0.025), high95: at(0.975) }
}

/** Whether the draws are refits of the very model behind the chance. */
const hasDrawsOfChance = ({ models }: Context): boolean =>
  models.chance !== undefined && models.chance.model === models.purchases?.model

function chanceFigure(timeline: Timeline, day: number, at: CompiledContext): Figure {
  const { context } = at
  const chance = chanceAt(timeline, day, context)
  const isOpen = chance !== undefined && chance > 0 && hasDrawsOfChance(context)
  const spread = isOpen
    ? refitted(timeline, day, { at, of: (model, params, history) => model.probabilityAlive(params, history) })
    : {}
  if (chance !== undefined) return { value: chance, unit: 'share', ...spread }
  if (isAccountBased(timeline, day))
    return withheld(
      'share',
      'A client with an account is one as long as the account is open; see the churn probability.',
    )
  return withheld('share', noModelBecause(timeline, day, context))
}

function churnFigure(timeline: Timeline, day: number, at: CompiledContext): Figure {
  const { context } = at
  const churn = churnAt(timeline, day, at)
  if (churn !== undefined) return { value: churn, unit: 'share', ...churnSpread(timeline, day, at) }
  return withheld('share', noModelBecause(timeline, day, context))
}

function churnSpread(timeline: Timeline, day: number, at: CompiledContext): Partial<Figure> {
  const { settings } = at.context
  const days = settings.churnHorizonDays
  if (isAccountBased(timeline, day)) {
    const months = Math.max(1, Math.round(days / DAYS_PER_MONTH))
    const paths = at.loss ? survivalsByRefit(timeline, day, { loss: at.loss, settings }) : []
    return bounds(paths.map((path) => 1 - (path[months - 1] ?? 0)))
  }
  if (!hasDrawsOfChance(at.context)) return {}
  return refitted(timeline, day, {
    at,
    of: (model, params, history) => 1 - model.probabilityActive(params, history, days),
  })
}

function atRiskFigure(timeline: Timeline, day: number, at: CompiledContext): Figure {
  const risk = atRiskAt(timeline, day, at)
  if (risk !== undefined) return { value: risk, unit: 'cents' }
  return withheld('cents', noModelBecause(timeline, day, at.context))
}

function healthFigures(timeline: Timeline, day: number, at: CompiledContext) {
  const healthParts = healthOf(timeline, day, at)
  const health: Figure = healthParts
    ? { value: healthParts.score, unit: 'score' }
    : withheld('score', 'The client has not been active yet: there is nothing to judge by.')
  return { health, healthParts }
}

function noModelBecause(timeline: Timeline, day: number, { models }: Context): string {
  if (isAccountBased(timeline, day) && !models.loss) return models.accountsWithheld ?? NO_LOSS_MODEL
  if (!isActiveAt(timeline, day)) return 'The client is not active, so there is nothing left to lose.'
  if (!purchasesAt(timeline, day)) return 'No purchase yet: there is nothing to predict from.'
  if (models.purchases?.model === 'nbd')
    return 'The purchases do not show that clients leave, so no chance of having left is given.'
  return models.purchasesWithheld ?? 'The model behind this figure could not be fitted.'
}

function expectedPurchases(timeline: Timeline, day: number, at: CompiledContext): Figure {
  const { context } = at
  const purchases = purchasesAt(timeline, day)
  const { models } = context
  if (isAccountBased(timeline, day) || !purchases || !models.purchases)
    return withheld('count', noModelBecause(timeline, day, context))
  const { model, params } = models.purchases
  return {
    value: purchaseModels[model].expectedPurchases(params, purchases.history, DAYS_PER_YEAR),
    unit: 'count',
    ...refitted(timeline, day, {
      at,
      of: (of, drawn, history) => of.expectedPurchases(drawn, history, DAYS_PER_YEAR),
    }),
  }
}

/** "Chance still a client" from the first purchase to the as-of day, with a point just before and at each purchase. */
function curveOf(timeline: Timeline, day: number, context: Context): ClientFigures['curve'] {
  const first = timeline.purchaseDays[0]
  if (first === undefined || first > day || chanceAt(timeline, day, context) === undefined) return []
  const step = Math.max(1, Math.ceil((day - first) / CURVE_POINTS))
  const days = new Set<number>([day])
  for (let at = first; at <= day; at += step) days.add(at)
  for (const bought of timeline.purchaseDays) {
    if (bought > day) break
    days.add(bought)
    if (bought > first) days.add(bought - 1)
  }
  return [...days]
    .sort((left, right) => left - right)
    .map((at) => ({ day: dayOf(at), chance: chanceAt(timeline, at, context) ?? 0 }))
}
