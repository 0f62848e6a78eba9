import { DomainError } from '#shared/kernel/errors'

interface Signature {
  readonly bytes: readonly number[]
  readonly code: string
  readonly message: string
}

const utf16 = {
  code: 'import.encoding',
  message: 'The file is UTF-16. Save it as UTF-8 ("CSV UTF-8" in a spreadsheet) and import it again.',
}

const signatures: readonly Signature[] = [
  { bytes: [0xff, 0xfe], ...utf16 },
  { bytes: [0xfe, 0xff], ...utf16 },
  {
    bytes: [0x50, 0x4b],
    code: 'import.compressed',
    message:
      'The file is a workbook or an archive. Save the sheet as CSV, or unpack the archive, and import that.',
  },
  {
    bytes: [0x1f, 0x8b],
    code: 'import.compressed',
    message: 'The file is compressed (gzip). Unpack it first.',
  },
  {
    bytes: [0x25, 0x50, 0x44, 0x46],
    code: 'import.not-text',
    message: 'The file is a PDF, not a table of text.',
  },
  {
    bytes: [0xd0, 0xcf, 0x11, 0xe0],
    code: 'import.not-text',
    message: 'The file is an old Excel workbook. Save the sheet as CSV and import that.',
  },
]

/**
 * Refuses what is no UTF-8 text, by its first bytes.
 *
 * @throws DomainError `import.encoding`, `import.compressed` or `import.not-text`
 */
export function refuseForeign(head: Uint8Array): void {
  const found = signatures.find(({ bytes }) => bytes.every((byte, index) => head[index] === byte))
  if (found) throw new DomainError('invalid', found.code, found.message)
  const nul = head.subarray(0, 4096).indexOf(0)
  if (nul < 0) return
  // Every other byte of western text is NUL in UTF-16, with or without a mark at the start.
  const { code, message } =
    head[nul + 2] === 0 || head[nul - 2] === 0
      ? utf16
      : { code: 'import.not-text', message: 'The file holds NUL bytes: it is not a table of text.' }
  throw new DomainError('invalid', code, message)
}

/** Bytes at the end of a chunk that begin a character the next chunk ends: none to three. */
export function unfinishedBytes(chunk: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, chunk.length); back++) {
    const byte = chunk[chunk.length - back] ?? 0
    if (byte < 0x80) return 0
    if (byte > 0xf4) return 0
    if (byte >= 0xc0) {
      const wanted = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
      return wanted > back ? back : 0
    }
  }
  return 0
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * The text of UTF-8 bytes that stand at `offset` in their file.
 *
 * @throws DomainError `import.encoding` naming the place of the first byte that is no UTF-8
 */
export function decoded(chunk: Uint8Array, offset: number): string {
  try {
    return decoder.decode(chunk)
  } catch {
    throw notUtf8(offset + firstInvalid(chunk))
  }
}

/** Position of the first byte that belongs to no character, by halving. */
function firstInvalid(chunk: Uint8Array): number {
  let valid = 0
  let invalid = chunk.length
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >>> 1
    const prefix = chunk.subarray(0, middle)
    if (isValid(prefix.subarray(0, middle - unfinishedBytes(prefix)))) valid = middle
    else invalid = middle
  }
  return invalid - 1 - unfinishedBytes(chunk.subarray(0, invalid - 1))
}

function isValid(chunk: Uint8Array): boolean {
  try {
    decoder.decode(chunk)
    return true
  } catch {
    return false
  }
}

function notUtf8(position: number): DomainError {
  return new DomainError(
    'invalid',
    'import.encoding',
    `The file is not UTF-8: byte ${position + 1} cannot be read. Save it as UTF-8 and import it again.`,
    { details: { position } },
  )
}
