import * as v from 'valibot'

/** What a file can hold. */
export const importKinds = [
  'clients',
  'products',
  'holdings',
  'transactions',
  'engagement',
  'events',
  'spend',
] as const
/** What a file holds. */
export type ImportKind = (typeof importKinds)[number]

/** How fields are separated; `blanks` is any run of spaces and tabs. */
export const delimiters = ['comma', 'semicolon', 'tab', 'pipe', 'blanks'] as const
/** How fields are separated. */
export type Delimiter = (typeof delimiters)[number]

/** Largest file accepted, in bytes. */
export const MAX_IMPORT_BYTES = 500 * 1024 * 1024
/** Most rows accepted in one file. */
export const MAX_IMPORT_ROWS = 5_000_000
/** Longest row accepted, in bytes. */
export const MAX_ROW_BYTES = 64 * 1024

/** What opens an import. */
export const NewImport = v.strictObject({
  kind: v.picklist(importKinds),
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)),
  bytes: v.pipe(
    v.number(),
    v.integer(),
    v.minValue(1, 'The file is empty: there is nothing to import.'),
    v.maxValue(
      MAX_IMPORT_BYTES,
      'Files may have at most 500 MB. Split the file and import the parts in turn.',
    ),
  ),
})

/** How a file is read. `columns` maps a field to the file's column: a header's text, or `1`, `2`, … without header. */
export const Mapping = v.strictObject({
  delimiter: v.picklist(delimiters),
  hasHeader: v.boolean(),
  columns: v.record(v.string(), v.string()),
  /** One of the known formats, e.g. `YYYY-MM-DD`, `YYYYMMDD`, `DD/MM/YYYY`, `MM/DD/YYYY`, `DD.MM.YYYY`. */
  dateFormat: v.string(),
  decimal: v.optional(v.picklist(['point', 'comma']), 'point'),
  /** Whether unmapped columns are kept as attributes. */
  keepsUnmapped: v.optional(v.boolean(), false),
})
/** How a file is read. */
export type Mapping = v.InferOutput<typeof Mapping>

/** An import and how far it is. accepted + updated + unchanged + rejected = read, once done. */
export const ImportView = v.object({
  id: v.string(),
  kind: v.picklist(importKinds),
  name: v.string(),
  bytes: v.number(),
  status: v.picklist(['awaiting-upload', 'queued', 'partitioning', 'saving', 'done', 'failed']),
  progress: v.object({ done: v.number(), total: v.number(), unit: v.picklist(['bytes', 'rows']) }),
  counts: v.object({
    read: v.number(),
    accepted: v.number(),
    updated: v.number(),
    unchanged: v.number(),
    rejected: v.number(),
  }),
  placeholders: v.object({ clients: v.number(), products: v.number() }),
  error: v.nullable(v.object({ code: v.string(), message: v.string() })),
  mapping: v.nullable(Mapping),
  createdAt: v.string(),
  createdBy: v.string(),
  finishedAt: v.nullable(v.string()),
  /** First rejected rows; all of them are in the file behind `GET /api/imports/:id/rejected`. */
  rejectedSample: v.array(
    v.object({ row: v.number(), column: v.string(), value: v.string(), reason: v.string() }),
  ),
  /** The run started after this import. */
  runId: v.nullable(v.string()),
})
/** An import and how far it is. */
export type ImportView = v.InferOutput<typeof ImportView>

/** The newest imports. */
export const ImportsPage = v.object({ items: v.array(ImportView), next: v.nullable(v.string()) })

/** Answer to opening an import: where to PUT the file, and until when (seconds). */
export const ImportOpened = v.object({
  id: v.string(),
  upload: v.object({
    url: v.string(),
    headers: v.record(v.string(), v.string()),
    expiresInSeconds: v.number(),
  }),
})
