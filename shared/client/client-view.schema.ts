import * as v from 'valibot'
import { Figure } from '#shared/kernel/figure.schema'
import { clientFilterFields } from './client-filter.ts'
import { ClientEngagement } from './client-engagement.schema.ts'
import { ClientHealth, ClientRisk } from './client-health.schema.ts'
import { ClientBackcast, HorizonValue, ValueMonth, ValuePast } from './client-value.schema.ts'
import { statuses } from './facts.ts'
import { riskBands } from './risk-band.ts'

/** Orders in which the list of clients answers. */
export const clientOrders = ['name', 'value', 'risk', 'time'] as const

/** Query of the list of clients: filters, words, order and place. */
export const ClientsQuery = v.strictObject({
  ...clientFilterFields,
  q: v.optional(v.pipe(v.string(), v.trim(), v.minLength(2, 'Type at least 2 characters.'), v.maxLength(64))),
  sort: v.optional(v.picklist(clientOrders), 'value'),
  order: v.optional(v.picklist(['asc', 'desc'])),
  limit: v.optional(v.pipe(v.string(), v.toNumber(), v.integer(), v.minValue(1), v.maxValue(100)), '25'),
  cursor: v.optional(v.pipe(v.string(), v.maxLength(4096))),
  /** `last` starts from the far end of the order. */
  from: v.optional(v.picklist(['first', 'last'])),
})

/** A row of the list. `chance` is the "chance still a client". Money in minor units. */
export const ClientRow = v.object({
  id: v.string(),
  name: v.nullable(v.string()),
  isPlaceholder: v.boolean(),
  status: v.picklist(statuses),
  segment: v.nullable(v.string()),
  totalCents: v.nullable(v.number()),
  historicCents: v.nullable(v.number()),
  chance: v.nullable(v.number()),
  /** Churn probability of 90 days, and its band. */
  churn: v.nullable(v.number()),
  risk: v.picklist(riskBands),
  health: v.nullable(v.number()),
  lastActivityOn: v.nullable(v.string()),
  channel: v.nullable(v.string()),
  joinedOn: v.nullable(v.string()),
  tags: v.array(v.string()),
  /** The e-mail address, only where a search found the client by it and the caller may see it. */
  foundBy: v.optional(v.string()),
})
/** A row of the list. */
export type ClientRow = v.InferOutput<typeof ClientRow>

/** A page of clients. `total` is exact, or a floor where only a floor is known. Cursors are opaque and signed. */
export const ClientsPage = v.object({
  items: v.array(ClientRow),
  total: v.union([v.number(), v.object({ atLeast: v.number() })]),
  /** Which row of the order the first one is, from 1; null where only counting from the start would tell. */
  start: v.nullable(v.number()),
  /** Set when filters without an index met their budget: so many of so many clients were looked at; go on with `next`. */
  searched: v.optional(v.object({ tested: v.nullable(v.number()), of: v.number() })),
  next: v.nullable(v.string()),
  previous: v.nullable(v.string()),
  /** Set when a search met its limit: how to refine it. */
  refine: v.optional(v.string()),
  /** True while a run is rewriting scores: the order follows the newest score. */
  isRunInProgress: v.boolean(),
})
/** A page of clients. */
export type ClientsPage = v.InferOutput<typeof ClientsPage>

/** One line of one transaction, as shown. */
export const TransactionLine = v.object({
  orderId: v.string(),
  day: v.string(),
  kind: v.picklist(['purchase', 'charge', 'refund', 'activity']),
  productId: v.string(),
  productName: v.nullable(v.string()),
  quantity: v.nullable(v.number()),
  amountCents: v.number(),
})

/** One client with everything its page shows. */
export const ClientView = v.object({
  id: v.string(),
  version: v.number(),
  tags: v.array(v.string()),
  name: v.nullable(v.string()),
  email: v.nullable(v.string()),
  phone: v.nullable(v.string()),
  isPlaceholder: v.boolean(),
  status: v.picklist(statuses),
  segment: v.nullable(v.string()),
  channel: v.nullable(v.string()),
  region: v.nullable(v.string()),
  joinedOn: v.nullable(v.string()),
  closedOn: v.nullable(v.string()),
  /** What a person or a file declared; it wins over the computed status only when restricted or closed. */
  declaredStatus: v.nullable(v.string()),
  attributes: v.record(v.string(), v.string()),
  /** The run whose context valued the client; null before the first run. */
  run: v.nullable(v.object({ id: v.string(), asOf: v.string(), model: v.string() })),
  /** Set while the client was changed since the run: every figure is then of this day, and this is how it moved. */
  live: v.nullable(
    v.object({
      asOf: v.string(),
      changes: v.number(),
      fromTotalCents: v.nullable(v.number()),
      byTimeCents: v.number(),
      byFactsCents: v.number(),
      fromHealth: v.nullable(v.number()),
      healthByTime: v.number(),
      healthByFacts: v.number(),
    }),
  ),
  horizonMonths: v.number(),
  /** `historic + predicted = total`; "CLV on revenue" when margins are assumed at 100 %. */
  value: v.object({ historic: Figure, predicted: Figure, total: Figure, isOnRevenue: v.boolean() }),
  chance: Figure,
  churn: Figure,
  atRisk: Figure,
  health: Figure,
  /** What the health score is made of; null with the reason in `health`. */
  healthDetails: v.nullable(ClientHealth),
  /** Why the churn probability is what it is; null with the reason in `churn`. */
  risk: v.nullable(ClientRisk),
  expectedPurchases: Figure,
  /** "Chance still a client" over time: day and value 0 to 1; purchases are the days of own purchases. */
  curve: v.array(v.object({ day: v.string(), chance: v.number() })),
  purchaseDays: v.array(v.string()),
  /** Cumulative discounted predicted value by month 1 to the horizon. */
  valueByMonth: v.array(ValueMonth),
  /** Historic CLV at the end of each month so far, and on the as-of day. */
  valueSoFar: v.array(ValuePast),
  /** Predicted and total CLV at 12, 24 and 36 months, up to the horizon, which comes last. */
  horizons: v.array(HorizonValue),
  /** Null before the first run. */
  backcast: v.nullable(ClientBackcast),
  /** Null before the first run. */
  engagement: v.nullable(ClientEngagement),
  summary: v.object({
    orders: v.number(),
    revenueCents: v.number(),
    firstActivityOn: v.nullable(v.string()),
    lastActivityOn: v.nullable(v.string()),
  }),
  /** Newest first; all of them when at most 200 lines, else the newest 200 and `transactionCount` says how many. */
  transactions: v.array(TransactionLine),
  transactionCount: v.number(),
  holdings: v.array(
    v.object({
      id: v.string(),
      productId: v.string(),
      productName: v.nullable(v.string()),
      openedOn: v.string(),
      closedOn: v.nullable(v.string()),
    }),
  ),
})
/** One client with everything its page shows. */
export type ClientView = v.InferOutput<typeof ClientView>
