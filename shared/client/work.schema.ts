import * as v from 'valibot'
import { MAX_TAG_LENGTH, normalisedTag } from './tags.ts'

const day = v.pipe(v.string(), v.isoDate('A day as 2026-03-14.'))
const text = (most: number) => v.pipe(v.string(), v.trim(), v.maxLength(most))
const ids = v.pipe(
  v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(256))),
  v.minLength(1),
  v.maxLength(100),
)

/** States of a retention action. */
export const actionStates = ['open', 'done', 'declined'] as const

/** A retention action of a client. */
export const ClientAction = v.object({
  id: v.string(),
  clientId: v.string(),
  play: v.string(),
  title: v.string(),
  state: v.picklist(actionStates),
  owner: v.object({ id: v.string(), name: v.string() }),
  dueOn: v.string(),
  /** What it was expected to gain when it was assigned, in minor units; null where nothing was predicted. */
  gainCents: v.nullable(v.number()),
  note: v.nullable(v.string()),
  result: v.nullable(v.string()),
  createdAt: v.string(),
  decidedAt: v.nullable(v.string()),
})
/** A retention action of a client. */
export type ClientAction = v.InferOutput<typeof ClientAction>

/** A note on a client. */
export const ClientNote = v.object({ id: v.string(), at: v.string(), by: v.string(), text: v.string() })
/** A note on a client. */
export type ClientNote = v.InferOutput<typeof ClientNote>

/** What is asked to assign an action to clients. */
export const NewActions = v.strictObject({
  clientIds: ids,
  play: v.pipe(v.string(), v.maxLength(32)),
  dueOn: day,
  note: v.optional(text(500)),
})
/** What is asked to decide an action. */
export const DecideAction = v.strictObject({
  state: v.picklist(['done', 'declined', 'open']),
  result: v.optional(text(500)),
})
/** What is asked to note something. */
export const NewNote = v.strictObject({
  text: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(4_000)),
})

const tags = v.optional(
  v.pipe(
    v.array(
      v.pipe(
        v.string(),
        v.maxLength(64),
        v.check(
          (tag) => normalisedTag(tag) !== undefined,
          `A tag has 1 to ${MAX_TAG_LENGTH} characters and no comma.`,
        ),
        v.transform((tag) => normalisedTag(tag) ?? tag),
      ),
    ),
    v.maxLength(10),
  ),
  [],
)
/** What is asked to tag clients. */
export const ChangeTags = v.strictObject({ clientIds: ids, add: tags, remove: tags })

/** What a change to many clients did. */
export const BulkAnswer = v.object({
  changed: v.number(),
  /** Clients it was not done for, each with the reason. */
  refused: v.array(v.object({ id: v.string(), reason: v.string() })),
})
/** What a change to many clients did. */
export type BulkAnswer = v.InferOutput<typeof BulkAnswer>

/** Proposed and assigned actions of a client. */
export const ActionsView = v.object({
  atRiskCents: v.nullable(v.number()),
  reason: v.nullable(v.string()),
  proposals: v.array(
    v.object({
      play: v.string(),
      title: v.string(),
      about: v.string(),
      costCents: v.number(),
      effect: v.number(),
      isMeasured: v.boolean(),
      gainCents: v.nullable(v.number()),
      evidence: v.object({
        done: v.object({ n: v.number(), kept: v.number() }),
        notDone: v.object({ n: v.number(), kept: v.number() }),
        difference: v.nullable(v.object({ value: v.number(), low: v.number(), high: v.number() })),
      }),
    }),
  ),
  actions: v.array(ClientAction),
})
/** Proposed and assigned actions of a client. */
export type ActionsView = v.InferOutput<typeof ActionsView>

/** Query of a person's work list. */
export const WorkQuery = v.strictObject({
  sort: v.optional(v.picklist(['due', 'gain']), 'due'),
  limit: v.optional(v.pipe(v.string(), v.toNumber(), v.integer(), v.minValue(1), v.maxValue(100)), '25'),
  cursor: v.optional(v.pipe(v.string(), v.maxLength(4096))),
})
/** A page of a person's open actions. */
export const WorkPage = v.object({
  items: v.array(v.object({ ...ClientAction.entries, clientName: v.nullable(v.string()) })),
  next: v.nullable(v.string()),
})
/** A page of a person's open actions. */
export type WorkPage = v.InferOutput<typeof WorkPage>

/** What may be said of a client's profile by hand; null empties a field. */
export const ProfileFields = v.strictObject({
  name: v.optional(v.nullable(text(200))),
  email: v.optional(v.nullable(v.pipe(text(254), v.email('An address as name@example.com.')))),
  phone: v.optional(v.nullable(text(40))),
  channel: v.optional(v.nullable(text(64))),
  region: v.optional(v.nullable(text(100))),
  joinedOn: v.optional(v.nullable(day)),
  closedOn: v.optional(v.nullable(day)),
  declaredStatus: v.optional(v.nullable(v.picklist(['restricted', 'closed', 'active']))),
})
/** What may be said of a client's profile by hand. */
export type ProfileFields = v.InferOutput<typeof ProfileFields>

/** A client made by hand. */
export const NewClient = v.strictObject({
  id: v.pipe(v.string(), v.trim(), v.minLength(1, 'Give the client an id.'), v.maxLength(64)),
  ...ProfileFields.entries,
})
/** An edit: the fields as they shall be, and as they were when the form was opened. */
export const EditClient = v.strictObject({ was: ProfileFields, to: ProfileFields })

/** Kinds of entries of a client's activity. */
export const activityKinds = [
  'purchase',
  'charge',
  'refund',
  'activity',
  'engagement',
  'event',
  'status',
  'holding',
  'action',
  'note',
  'score',
] as const
/** A kind of entry. */
export type ActivityKind = (typeof activityKinds)[number]

/** Query of a client's activity. */
export const ActivityQuery = v.strictObject({
  kind: v.optional(
    v.pipe(
      v.string(),
      v.maxLength(200),
      v.transform((kinds) => kinds.split(',').filter((kind) => kind !== '')),
      v.array(v.picklist(activityKinds)),
    ),
  ),
  limit: v.optional(v.pipe(v.string(), v.toNumber(), v.integer(), v.minValue(1), v.maxValue(100)), '25'),
  cursor: v.optional(v.pipe(v.string(), v.maxLength(4096))),
})
/** One thing that happened. */
export const ActivityEntry = v.object({
  key: v.string(),
  kind: v.picklist(activityKinds),
  day: v.string(),
  title: v.string(),
  text: v.nullable(v.string()),
  amountCents: v.nullable(v.number()),
  by: v.nullable(v.string()),
  /** The client it came from in a merge. */
  from: v.nullable(v.string()),
})
/** One thing that happened. */
export type ActivityEntry = v.InferOutput<typeof ActivityEntry>
/** A page of a client's activity, newest first. */
export const ActivityPage = v.object({
  items: v.array(ActivityEntry),
  total: v.number(),
  counts: v.record(v.string(), v.number()),
  next: v.nullable(v.string()),
})
/** A page of a client's activity, newest first. */
export type ActivityPage = v.InferOutput<typeof ActivityPage>

/** Clients, CLV and CLV at risk of the current run by one dimension. */
const OverviewRow = v.object({
  value: v.string(),
  clients: v.number(),
  valued: v.number(),
  totalCents: v.nullable(v.number()),
  atRiskCents: v.nullable(v.number()),
})
/** The portfolio above the list: the current run's sums, never the live ones. */
export const Overview = v.object({
  run: v.nullable(v.object({ id: v.string(), asOf: v.string(), changed: v.number() })),
  isOnRevenue: v.boolean(),
  total: v.nullable(OverviewRow),
  status: v.array(OverviewRow),
  segment: v.array(OverviewRow),
  risk: v.array(OverviewRow),
  channels: v.array(v.string()),
  plays: v.array(v.object({ id: v.string(), title: v.string() })),
})
/** The portfolio above the list. */
export type Overview = v.InferOutput<typeof Overview>

/** What a merge would move, or how far it came. */
export const MergePreview = v.object({
  loser: v.object({ id: v.string(), name: v.nullable(v.string()), status: v.string() }),
  survivor: v.object({ id: v.string(), name: v.nullable(v.string()), status: v.string() }),
  moves: v.array(v.object({ what: v.string(), count: v.number() })),
  renamed: v.number(),
  staying: v.number(),
  /** Profile fields of the loser that the survivor does not have: they are kept for a reversal, not taken over. */
  notTaken: v.array(v.string()),
})
/** What a merge would move. */
export type MergePreview = v.InferOutput<typeof MergePreview>
/** How far a merge, a reversal or an erasure came: call again until it is done. */
export const Progress = v.object({ isDone: v.boolean(), done: v.number() })
/** How far it came. */
export type Progress = v.InferOutput<typeof Progress>
export const MergeInto = v.strictObject({ into: v.pipe(v.string(), v.minLength(1), v.maxLength(256)) })
export const EraseClient = v.strictObject({ confirm: v.pipe(v.string(), v.maxLength(256)) })
export const ExportClient = v.strictObject({ format: v.picklist(['json', 'csv']) })
