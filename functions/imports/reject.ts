/** A cell or row refused: its row in the file, the column, the text in it and the reason. */
export interface Reject {
  readonly row: number
  readonly column: string
  readonly value: string
  readonly reason: string
}

/** Rejects as lines of a file. */
export function rejectLines(rejects: readonly Reject[]): string {
  return rejects.map((reject) => `${JSON.stringify(reject)}\n`).join('')
}

/** The rejects in the lines of a file. */
export function parsedRejects(text: string): Reject[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Reject) // -- because `rejectLines` is the only writer
}
