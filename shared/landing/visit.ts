import type { Instant } from '#shared/kernel/clock'

/** Figures by name, as they were at one moment; a figure nobody knew is left out. */
export type Figures = Readonly<Record<string, number | string>>

/** When a user was last here, with the figures shown then and those of the visit before. */
export interface Visit {
  readonly seenAt: Instant
  readonly figures: Figures
  readonly before?: { readonly at: Instant; readonly figures: Figures }
}

// Who comes back after a long lunch wants to know what changed; who reloads the page does not.
const NEW_VISIT_AFTER_MILLISECONDS = 4 * 3_600_000
const KEPT_EVERY_MILLISECONDS = 10 * 60_000

/** The visit that goes on, or a new one; undefined when nothing needs to be kept. */
export function visited(last: Visit | undefined, now: Instant, figures: Figures): Visit | undefined {
  if (!last) return { seenAt: now, figures }
  const away = Date.parse(now) - Date.parse(last.seenAt)
  if (away >= NEW_VISIT_AFTER_MILLISECONDS)
    return { seenAt: now, figures, before: { at: last.seenAt, figures: last.figures } }
  return away >= KEPT_EVERY_MILLISECONDS ? { ...last, seenAt: now, figures } : undefined
}
