import * as v from 'valibot'
import { DomainError } from '#shared/kernel/errors'
import type { Product } from '#shared/product/product'
import { importFiles } from './import-files.ts'
import type { ImportJobDeps, StartedImport } from './import-job.ts'

const Notice = v.object({
  partitions: v.array(v.tuple([v.number(), v.number()])),
  products: v.array(v.tuple([v.string(), v.nullable(v.string())])),
  orphans: v.array(v.string()),
  hasRejects: v.boolean(),
})

// 64 characters each: about as much memory as one partition being saved.
const MAX_ORPHANS = 1_000_000

/** What the first pass noticed in the whole file. */
export interface Notices {
  /** Segments with rows of a partition, and how many characters they take. */
  readonly segmentsOf: ReadonlyMap<number, readonly (readonly [segment: number, length: number])[]>
  readonly products: ReadonlyMap<string, string | null>
  readonly orphans: ReadonlySet<string>
  /** Segments with rejected rows. */
  readonly rejecting: readonly number[]
}

/** Reads what the first pass noticed, segment by segment. */
export async function readNotices(
  { id, checkpoint }: StartedImport,
  files: Pick<ImportJobDeps['files'], 'text'>,
): Promise<Notices> {
  const segmentsOf = new Map<number, (readonly [number, number])[]>()
  const products = new Map<string, string | null>()
  const orphans = new Set<string>()
  const rejecting: number[] = []
  for (let segment = 0; segment < (checkpoint?.segment ?? 0); segment++) {
    const notice = v.parse(Notice, JSON.parse((await files.text(importFiles.notice(id, segment))) ?? 'null'))
    for (const [one, length] of notice.partitions)
      segmentsOf.set(one, [...(segmentsOf.get(one) ?? []), [segment, length]])
    for (const [product, name] of notice.products)
      if ((products.get(product) ?? null) === null) products.set(product, name)
    for (const orphan of notice.orphans) orphans.add(orphan)
    if (notice.hasRejects) rejecting.push(segment)
    if (orphans.size > MAX_ORPHANS) throw tooManyOrphans()
  }
  return { segmentsOf, products, orphans, rejecting }
}

function tooManyOrphans(): DomainError {
  return new DomainError(
    'invalid',
    'import.clients-unreadable',
    'More than a million transactions name no client. Check which column holds the client.',
  )
}

const PRODUCTS_AT_ONCE = 500

/**
 * Registers the file's channels in its order and makes placeholders of unknown products, before any client is touched,
 * so that what they get does not depend on which client comes first.
 */
export async function prepareCatalogue(
  { id, checkpoint }: StartedImport,
  { products: named }: Pick<Notices, 'products'>,
  { channels, products }: Pick<ImportJobDeps, 'channels' | 'products'>,
): Promise<void> {
  if (checkpoint && checkpoint.channels.length > 0) await channels.register(checkpoint.channels)
  const wanted = [...named].sort(([a], [b]) => (a < b ? -1 : 1))
  for (let start = 0; start < wanted.length; start += PRODUCTS_AT_ONCE) {
    const some = wanted.slice(start, start + PRODUCTS_AT_ONCE)
    const known = await products.loadMany(some.map(([product]) => product))
    for (const [product, name] of some) {
      if (known.has(product)) continue
      await ignoringConflict(products.saveAll([placeholder(product, name ?? product, id)]))
    }
  }
}

function placeholder(id: string, name: string, importId: string): Product {
  const source = { importId, how: 'new' } as const
  return { id, version: 0, name, kind: 'purchase', isAnchor: false, isPlaceholder: true, source }
}

/** Somebody else made it first: it exists, which is all that is asked. */
async function ignoringConflict(write: Promise<void>): Promise<void> {
  try {
    await write
  } catch (error) {
    if (!(error instanceof DomainError) || error.kind !== 'conflict') throw error
  }
}
