/** What it takes to follow a figure to its rows; `metrics.ts` lists the figures. */
import type { ClientWithFacts } from '#shared/client/client'
import type { CivilDay } from '#shared/kernel/day'
import type { Figure } from '#shared/kernel/figure.schema'
import type { Context } from './context.ts'
import type { Contribution } from './contribution.ts'
import type { ProductSnapshot } from './product-snapshot.ts'
import { type Selection, selected } from './selection.ts'
import type { CellFilter, Snapshot } from './snapshot.ts'
import type { TraceQuery, TraceTerm } from './trace-view.schema.ts'

/** A figure is asked of a snapshot under the dashboard's filters. */
export interface About {
  readonly snapshot: Snapshot
  readonly question: TraceQuery
  /** Figures of products under the same run; read only where a question names one. */
  readonly products?: ProductSnapshot | undefined
}

/** One sum: over clients, and over what is no client's. */
export interface TracedPart {
  readonly title: string
  readonly unit: Figure['unit']
  readonly of: Selection
  /** What `of` is read from for one client; absent: its part of the portfolio. */
  readonly contribution?: (client: ClientWithFacts, context: Context) => Contribution
  /** What it adds up to; absent: what `of` reads from the snapshot. */
  readonly total?: number
  readonly fixed?: readonly { readonly title: string; readonly value: number }[]
}

/** A metric that can be followed: its words, its formula, and the sums it is made of. */
export interface TracedMetric {
  readonly title: string
  readonly definition: (about: About) => string
  /** The days it is of, in words; absent: the period. */
  readonly when?: (about: About) => string
  /** `{numerator}`, `{denominator}` and the names of further terms stand where their numbers go. */
  readonly formula: string
  readonly numerator?: (about: About) => TracedPart
  readonly denominator?: (about: About) => TracedPart
  /** The figure as the dashboard shows it; absent: the numerator, or numerator ÷ denominator as a share. */
  readonly figure?: (about: About) => Figure
  /** What a figure is that is no sum. */
  readonly explanation?: (about: About) => string
  readonly terms?: (about: About) => readonly TraceTerm[]
  readonly exclusions?: (about: About) => readonly { readonly title: string; readonly count: number }[]
}

/** The filter of a question. */
export function filterOf({ segment, channel, status }: TraceQuery): CellFilter {
  return {
    ...(segment === undefined ? {} : { segment }),
    ...(channel === undefined ? {} : { channel }),
    ...(status === undefined ? {} : { status }),
  }
}

/** The stretch a question is about: its month, else its period and slot. */
export function stretchOf({ month, period, slot }: TraceQuery): string {
  return month === undefined ? `${period}:${slot}` : `month:${month}`
}

/** The day a question is about: the one named, else the as-of day. */
export function dayOf({ snapshot, question }: About): CivilDay {
  return question.day ?? snapshot.asOf
}

/** What a part adds up to over a whole snapshot. */
export function totalOf({ of, total, fixed = [] }: TracedPart, { snapshot }: About): number {
  if (total !== undefined) return total
  return fixed.reduce((sum, { value }) => sum + value, selected(snapshot.sums, of))
}
