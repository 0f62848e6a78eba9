import { MAX_IMPORT_BYTES } from '#shared/import/import-view.schema'
import { bytes } from '../../lib/format.ts'

const HEAD_BYTES = 64 * 1024

/** The start of a file, or what is wrong with it. */
export type FileHead = { readonly text: string } | { readonly problem: string }

/** Reads the first 64 KB of a file as UTF-8. */
export async function fileHead(file: File): Promise<FileHead> {
  if (file.size === 0) return { problem: 'The file is empty: there is nothing to import.' }
  if (file.size > MAX_IMPORT_BYTES) {
    return {
      problem: `The file has ${bytes(file.size)}; at most ${bytes(MAX_IMPORT_BYTES)} are accepted. Split it and import the parts in turn.`,
    }
  }
  return decoded(new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer()))
}

/** Bytes as text; the last character may be cut off, everything before it must be UTF-8. */
export function decoded(head: Uint8Array): FileHead {
  if (head.includes(0)) {
    return { problem: 'This is not a text file. Save the sheet as CSV (UTF-8) and choose that file.' }
  }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true }) }
  } catch {
    return { problem: 'The file is not UTF-8. Save it again with the encoding "UTF-8" and choose that file.' }
  }
}
