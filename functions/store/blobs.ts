import { gunzipSync, gzipSync } from 'node:zlib'

// DynamoDB takes 400 KB an item; this leaves room for keys and counts.
const CHUNK_BYTES = 300_000

/** A value as compressed chunks of at most 300 KB. */
export function chunksOf(value: unknown): Uint8Array[] {
  const bytes = gzipSync(JSON.stringify(value), { level: 6 })
  const chunks: Uint8Array[] = []
  for (let start = 0; start === 0 || start < bytes.length; start += CHUNK_BYTES)
    chunks.push(bytes.subarray(start, start + CHUNK_BYTES))
  return chunks
}

/** The value that chunks in order stand for; the caller names the type it wrote. */
export function valueOf<Value>(chunks: readonly Uint8Array[]): Value {
  return JSON.parse(gunzipSync(Buffer.concat(chunks)).toString('utf8')) as Value // -- because `chunksOf` wrote it
}
