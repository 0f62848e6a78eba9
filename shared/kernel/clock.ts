/** An instant in UTC as ISO 8601 text, `2026-11-22T12:00:00.000Z`. */
export type Instant = string

/** Where the present comes from. Nothing in `shared` reads a clock by itself. */
export type Clock = () => Instant
