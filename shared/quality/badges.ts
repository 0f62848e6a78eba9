/** Which headline figures open issues move by more than a share of themselves. */
import type { IssueCard } from './issue-card.ts'
import type { QualitySummary } from './issue-view.schema.ts'

const kpis = ['average-clv', 'churn', 'revenue-12'] as const

/**
 * The badges of headline figures. Effects of several issues are added as they are; they need not add exactly, so a badge
 * says "about".
 */
export function badgesOf(
  cards: readonly IssueCard[],
  now: Readonly<Record<string, number | null>>,
  share: number,
): QualitySummary['badges'] {
  return kpis.flatMap((kpi, index) => {
    const moving = cards.flatMap(({ e }) => {
      const change = e?.[index]
      return change === null || change === undefined || change === 0 ? [] : [change]
    })
    const change = moving.reduce((sum, one) => sum + one, 0)
    const base = now[kpi]
    if (!base || moving.length === 0) return []
    const moved = Math.abs(change / base)
    return moved > share ? [{ kpi, issues: moving.length, change, share: moved }] : []
  })
}
