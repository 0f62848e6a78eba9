/** What went wrong, in the five ways a caller can react to. Transport codes belong to the edges. */
export type ErrorKind = 'invalid' | 'forbidden' | 'not-found' | 'conflict' | 'unavailable'

/** One thing wrong with an input: where it stands, and what to do about it. */
export interface Issue {
  readonly path: string
  readonly message: string
}

/** An error the domain expects: a kind to react to, a code to look up, a sentence to show. */
export class DomainError extends Error {
  readonly kind: ErrorKind
  readonly code: string
  readonly details: Readonly<Record<string, unknown>>

  constructor(
    kind: ErrorKind,
    code: string,
    message: string,
    options: { details?: Readonly<Record<string, unknown>>; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'DomainError'
    this.kind = kind
    this.code = code
    this.details = options.details ?? {}
  }
}

/** An input refused, with every issue found at once under `details.issues`. */
export function invalidInput(code: string, message: string, issues: readonly Issue[] = []): DomainError {
  return new DomainError('invalid', code, message, { details: issues.length > 0 ? { issues } : {} })
}

/** Ends a switch over a union; reaching it is a defect, never bad input. */
export function assertNever(value: never): never {
  throw new Error(`Impossible: ${JSON.stringify(value)}`)
}
