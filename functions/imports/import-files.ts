import type { ImportId } from '#shared/kernel/ids'

/** Where the files of an import lie in the bucket. */
export const importFiles = {
  upload: (id: ImportId) => `imports/${id}/upload`,
  part: (id: ImportId, partition: number, segment: number) =>
    `imports/${id}/part-${padded(partition)}/${padded(segment)}.ndjson`,
  /** What the first pass noticed in a segment: partitions written, products named, transactions without client. */
  notice: (id: ImportId, segment: number) => `imports/${id}/notices/${padded(segment)}.json`,
  rejectsOfSegment: (id: ImportId, segment: number) => `imports/${id}/rejects/a-${padded(segment)}.ndjson`,
  rejectsOfBatch: (id: ImportId, batch: string) => `imports/${id}/rejects/b-${batch}.ndjson`,
  rejected: (id: ImportId) => `imports/${id}/rejected.csv`,
} as const

/** The name of a batch: partition and number. */
export function batchName(partition: number, batch: number): string {
  return `${padded(partition)}-${padded(batch)}`
}

/** The name under which a partition is marked when all its batches are in. */
export function partitionName(partition: number): string {
  return `${padded(partition)}-done`
}

/** The part of a batch's name that its partition's batches share. */
export function partitionPrefix(partition: number): string {
  return `${padded(partition)}-`
}

function padded(number: number): string {
  return String(number).padStart(5, '0')
}
