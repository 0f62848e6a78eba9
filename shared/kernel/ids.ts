import { DomainError } from './errors.ts'

declare const brand: unique symbol
type Branded<Name extends string> = string & { readonly [brand]?: Name }

/** A client's id: trimmed, NFC, 1 to 64 characters. */
export type ClientId = Branded<'ClientId'>
/** A product's id: trimmed, NFC, 1 to 64 characters. */
export type ProductId = Branded<'ProductId'>
/** A run's id: sortable by start. */
export type RunId = Branded<'RunId'>
/** An import's id: sortable by creation. */
export type ImportId = Branded<'ImportId'>

/** The product of facts that name none. */
export const NO_PRODUCT = 'none'

/** Longest id accepted, in characters. */
export const MAX_ID_LENGTH = 64

/** An id as stored: trimmed and in Unicode normal form C; undefined when empty, too long or with control characters. */
export function normalisedId(text: string): string | undefined {
  const id = text.trim().normalize('NFC')
  if (id.length === 0 || id.length > MAX_ID_LENGTH || /[\u0000-\u001f\u007f]/.test(id)) return undefined
  return id
}

/**
 * An id as stored.
 *
 * @throws DomainError `id.invalid` when it is empty, longer than 64 characters or holds control characters
 */
export function parseId(text: string): string {
  const id = normalisedId(text)
  if (id === undefined)
    throw new DomainError(
      'invalid',
      'id.invalid',
      'An id needs 1 to 64 characters and no control characters.',
    )
  return id
}

/** FNV-1a hash of a text, 32 bits unsigned: spreads clients over shards the same way on every machine. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    hash ^= text.charCodeAt(index)
    hash = Math.imul(hash, 0x01000193)
  }
  return hash >>> 0
}

/** The shard of a client, 0 to `shards` - 1. */
export function shardOf(clientId: ClientId, shards: number): number {
  return hash32(clientId) % shards
}
