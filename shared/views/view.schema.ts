import * as v from 'valibot'

/** What can be kept under a name. Pages keep their URL; the last three are small facts of a page or a figure. */
export const viewKinds = [
  'clients',
  'dashboard',
  'products',
  'quality',
  'reports',
  'pin',
  'annotation',
  'target',
] as const
/** What can be kept under a name. */
export type ViewKind = (typeof viewKinds)[number]

/** Most of a kind that one person may keep. */
export const MAX_VIEWS = 100

const name = v.pipe(
  v.string('Give it a name.'),
  v.trim(),
  v.minLength(1, 'Give it a name.'),
  v.maxLength(80, 'At most 80 characters.'),
)
const query = v.pipe(
  v.string(),
  v.maxLength(2_000, 'The address is too long to be kept: at most 2,000 characters.'),
)
const entry = v.union([
  v.pipe(v.string(), v.maxLength(500, 'At most 500 characters.')),
  v.pipe(v.number(), v.finite()),
  v.boolean(),
])
const body = v.pipe(
  v.record(v.pipe(v.string(), v.regex(/^[a-z][A-Za-z0-9]{0,31}$/, 'Not a name of an entry.')), entry),
  v.maxEntries(12, 'At most 12 entries.'),
)

/** A view to be kept: its name, the URL query of its page, and what its kind needs beside that. */
export const NewView = v.strictObject({
  kind: v.picklist(viewKinds),
  name,
  query: v.optional(query, ''),
  body: v.optional(body, {}),
  isShared: v.optional(v.boolean(), false),
})
/** A view to be kept. */
export type NewView = v.InferOutput<typeof NewView>

/** What shall be different about a view, and the version that was seen. */
export const ViewChange = v.strictObject({
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  name: v.exactOptional(name),
  query: v.exactOptional(query),
  body: v.exactOptional(body),
  isShared: v.exactOptional(v.boolean()),
})
/** What shall be different about a view, and the version that was seen. */
export type ViewChange = v.InferOutput<typeof ViewChange>

/** A kept view, as its reader sees it. */
export const View = v.object({
  kind: v.picklist(viewKinds),
  id: v.string(),
  name: v.string(),
  query: v.string(),
  body: v.record(v.string(), v.union([v.string(), v.number(), v.boolean()])),
  isShared: v.boolean(),
  version: v.number(),
  changedAt: v.string(),
  by: v.object({ id: v.string(), name: v.string() }),
  isMine: v.boolean(),
  mayChange: v.boolean(),
})
/** A kept view, as its reader sees it. */
export type View = v.InferOutput<typeof View>

/** The reader's own views of a kind and the shared ones, in name order. */
export const ViewsPage = v.object({
  items: v.array(View),
  total: v.number(),
  /** How many of the kind the reader may keep, and how many of those are kept. */
  limit: v.number(),
  kept: v.number(),
})
/** The reader's own views of a kind and the shared ones. */
export type ViewsPage = v.InferOutput<typeof ViewsPage>
