/** The text of a chunk with a position in it, asked for one line after another. */
export function createLines() {
  let text = ''
  let isFinal = false
  // Positions of the next LF and CR; looked up once per stretch, or lone LFs would cost a search for a CR per row.
  let nextLf = -1
  let nextCr = -1

  const lines = {
    /** Position of the first character not used yet. */
    at: 0,
    get text(): string {
      return text
    },
    isFinal: (): boolean => isFinal,
    /** Drops the text used so far and adds a chunk. */
    take(chunk: string): void {
      text = lines.at < text.length ? text.slice(lines.at) + chunk : chunk
      lines.at = 0
      nextLf = nextCr = -1
    },
    /** No more text comes: the last line needs no end. */
    finish(): void {
      isFinal = true
      nextLf = nextCr = -1
    },
    /** Where the line at the position ends and the next begins; undefined when the line may go on. */
    line(): { end: number; next: number } | undefined {
      if (nextLf < lines.at) nextLf = found('\n')
      if (nextCr < lines.at) nextCr = found('\r')
      const end = Math.min(nextLf, nextCr)
      if (end === Number.POSITIVE_INFINITY)
        return isFinal ? { end: text.length, next: text.length } : undefined
      if (end === nextLf) return { end, next: end + 1 }
      if (end + 1 === text.length && !isFinal) return undefined
      return { end, next: text[end + 1] === '\n' ? end + 2 : end + 1 }
    },
  }

  function found(character: string): number {
    const index = text.indexOf(character, lines.at)
    return index < 0 ? Number.POSITIVE_INFINITY : index
  }

  return lines
}
