import * as v from 'valibot'
import { resolutionReasons } from './issue.ts'
import { EffectView } from './quality-view.schema.ts'
import { RuleView } from './rule-book.ts'
import { areas, dimensions, severities } from './rule.ts'
import { issueStatuses, personMoves } from './workflow.ts'

/** Orders of the list of issues. */
export const issueOrders = ['severity', 'effect', 'age', 'count'] as const

const text = (most: number) => v.pipe(v.string(), v.trim(), v.maxLength(most))

/** Query of the list of issues. */
export const IssuesQuery = v.strictObject({
  view: v.optional(v.picklist(['open', 'closed', 'all']), 'open'),
  dimension: v.optional(v.picklist(dimensions)),
  area: v.optional(v.picklist(areas)),
  severity: v.optional(v.picklist(severities)),
  status: v.optional(v.picklist(issueStatuses)),
  assignee: v.optional(text(64)),
  q: v.optional(text(64)),
  sort: v.optional(v.picklist(issueOrders), 'severity'),
  limit: v.optional(v.pipe(v.string(), v.toNumber(), v.integer(), v.minValue(1), v.maxValue(100)), '25'),
  offset: v.optional(v.pipe(v.string(), v.toNumber(), v.integer(), v.minValue(0), v.maxValue(2_000)), '0'),
})
/** Query of the list of issues. */
export type IssuesQuery = v.InferOutput<typeof IssuesQuery>

/** A row of the list. Effects: change without the affected rows; money in minor units. */
export const IssueRow = v.object({
  id: v.string(),
  rule: v.string(),
  sentence: v.string(),
  field: v.string(),
  source: v.string(),
  subject: v.nullable(v.string()),
  dimension: v.picklist(dimensions),
  area: v.picklist(areas),
  status: v.picklist(issueStatuses),
  severity: v.picklist(severities),
  assignee: v.nullable(v.string()),
  count: v.number(),
  recent: v.number(),
  clients: v.number(),
  detectedAt: v.string(),
  openedAt: v.string(),
  resolveDueAt: v.string(),
  isLate: v.boolean(),
  timesReopened: v.number(),
  isAutoResolved: v.boolean(),
  averageClvCents: v.nullable(v.number()),
  churn: v.nullable(v.number()),
  revenueCents: v.nullable(v.number()),
})
/** A row of the list. */
export type IssueRow = v.InferOutput<typeof IssueRow>

const Count = v.object({ name: v.string(), count: v.number() })

/** A page of issues; `total` counts what matches, exact unless `isFloor`. */
export const IssuesPage = v.object({
  items: v.array(IssueRow),
  total: v.number(),
  isFloor: v.boolean(),
  bySeverity: v.array(Count),
  byStatus: v.array(Count),
  byDimension: v.array(Count),
})
/** A page of issues. */
export type IssuesPage = v.InferOutput<typeof IssuesPage>

const Failing = v.object({
  subject: v.string(),
  clientId: v.nullable(v.string()),
  value: v.nullable(v.string()),
  says: v.nullable(v.string()),
  members: v.array(v.string()),
})

/** A page of failing rows as the last full scan found them, without what was fixed since. */
export const FailingRowsPage = v.object({ items: v.array(Failing), total: v.number(), isFloor: v.boolean() })
/** A page of failing rows. */
export type FailingRowsPage = v.InferOutput<typeof FailingRowsPage>

const Happened = v.object({
  number: v.number(),
  at: v.string(),
  by: v.string(),
  kind: v.string(),
  says: v.string(),
})

/** A batch of fixes as shown. */
export const FixView = v.object({
  id: v.string(),
  says: v.string(),
  state: v.picklist(['applying', 'applied', 'reverting', 'reverted']),
  rows: v.number(),
  clients: v.number(),
  at: v.string(),
  by: v.string(),
  revertedAt: v.nullable(v.string()),
  revertedBy: v.nullable(v.string()),
  kept: v.array(v.string()),
})

/** One issue with all its page shows. */
export const IssueView = v.object({
  ...IssueRow.entries,
  version: v.number(),
  evaluated: v.number(),
  ownerRole: v.string(),
  lastSeenAt: v.string(),
  landedAt: v.nullable(v.string()),
  acknowledgedAt: v.nullable(v.string()),
  acknowledgeDueAt: v.string(),
  resolvedAt: v.nullable(v.string()),
  resolution: v.nullable(v.object({ reason: v.string(), comment: v.string() })),
  suppressedUntil: v.nullable(v.string()),
  mergedInto: v.nullable(v.string()),
  moves: v.array(v.picklist(personMoves)),
  history: v.array(Happened),
  fixes: v.array(FixView),
  effect: v.nullable(EffectView),
  ruleView: v.nullable(RuleView),
  /** What the rule proposes, in words; null where nothing follows from the data. */
  proposal: v.nullable(v.string()),
  settable: v.array(v.string()),
  mayRemove: v.boolean(),
})
/** One issue with all its page shows. */
export type IssueView = v.InferOutput<typeof IssueView>

const comment = v.pipe(v.string(), v.trim(), v.minLength(1, 'Write a comment.'), v.maxLength(2_000))

/** A move of an issue. */
export const IssueMove = v.variant('move', [
  v.strictObject({ move: v.literal('acknowledge') }),
  v.strictObject({
    move: v.literal('assign'),
    to: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(64)),
  }),
  v.strictObject({ move: v.literal('start') }),
  v.strictObject({ move: v.literal('resolve'), reason: v.picklist(resolutionReasons), comment }),
  v.strictObject({ move: v.literal('suppress'), until: v.pipe(v.string(), v.isoDate()), comment }),
  v.strictObject({ move: v.literal('reopen'), comment: v.optional(text(2_000)) }),
  v.strictObject({ move: v.literal('merge'), into: v.pipe(v.string(), v.maxLength(64)) }),
])
/** A move of an issue. */
export type IssueMove = v.InferOutput<typeof IssueMove>

/** The same move of several issues. */
export const BulkMove = v.strictObject({
  ids: v.pipe(v.array(v.pipe(v.string(), v.maxLength(64))), v.minLength(1), v.maxLength(100)),
  move: IssueMove,
})

/** What became of each issue of a bulk move. */
export const BulkAnswer = v.object({
  moved: v.number(),
  refused: v.array(v.object({ id: v.string(), message: v.string() })),
})

/** A comment; `@name` mentions somebody. */
export const NewComment = v.strictObject({ text: comment })

/** What a batch of fixes shall do. */
export const FixWish = v.strictObject({
  correction: v.variant('kind', [
    v.strictObject({ kind: v.literal('proposed') }),
    v.strictObject({ kind: v.literal('remove') }),
    v.strictObject({
      kind: v.literal('set'),
      field: v.pipe(v.string(), v.maxLength(40)),
      value: v.nullable(v.union([v.pipe(v.string(), v.maxLength(500)), v.number()])),
    }),
  ]),
  subjects: v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(200))), v.maxLength(500))),
})

const RowChange = v.object({
  clientId: v.string(),
  what: v.picklist(['client', 'line', 'holding', 'engagement']),
  subject: v.string(),
  field: v.optional(v.string()),
  before: v.nullable(v.string()),
  after: v.nullable(v.string()),
})

/** What a batch of fixes would change, row by row, and how the headline figures would move. */
export const FixPreview = v.object({
  clients: v.number(),
  /** The first hundred changes; `total` counts all. */
  rows: v.array(RowChange),
  total: v.number(),
  /** Clients left for another batch. */
  left: v.number(),
  moves: EffectView.entries.fixed,
})
/** What a batch of fixes would change. */
export type FixPreview = v.InferOutput<typeof FixPreview>

/** What lists, landing and badges show. */
export const QualitySummary = v.object({
  open: v.number(),
  isFloor: v.boolean(),
  bySeverity: v.array(v.object({ severity: v.picklist(severities), count: v.number() })),
  late: v.number(),
  mine: v.number(),
  score: v.nullable(v.number()),
  lastScanAt: v.nullable(v.string()),
  /** Headline figures that open issues together move by more than the house's share of themselves. */
  badges: v.array(
    v.object({
      kpi: v.picklist(['average-clv', 'churn', 'revenue-12']),
      issues: v.number(),
      change: v.number(),
      share: v.number(),
    }),
  ),
  badgeShare: v.number(),
})
/** What lists, landing and badges show. */
export type QualitySummary = v.InferOutput<typeof QualitySummary>
