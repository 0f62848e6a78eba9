import { folded, wordsOf } from '#shared/client/words'

/** A piece of a text, and whether a search found it. */
export interface Piece {
  readonly text: string
  readonly isHit: boolean
}

/** A text cut where words of it start with a word searched for. */
export function highlighted(text: string, search: string): Piece[] {
  const wanted = wordsOf(search)
  if (wanted.length === 0) return [{ text, isHit: false }]
  const pieces: Piece[] = []
  for (const part of text.normalize('NFC').split(/([\p{L}\p{N}\p{M}]+)/u)) {
    const longest = Math.max(
      0,
      ...wanted.filter((word) => folded(part).startsWith(word)).map((word) => word.length),
    )
    const length = longest === 0 ? 0 : lettersFor(part, longest)
    if (length > 0) pieces.push({ text: part.slice(0, length), isHit: true })
    if (part.length > length) pieces.push({ text: part.slice(length), isHit: false })
  }
  return pieces
}

/** How many characters of a word make up so many of its folded form. */
function lettersFor(word: string, wanted: number): number {
  let length = 0
  for (const letter of word) {
    if (folded(word.slice(0, length)).length >= wanted) break
    length += letter.length
  }
  return length
}
