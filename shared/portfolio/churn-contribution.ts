/** What one client adds to the panels of churn: its groups as of T - h with its loss in (T - h, T], and how long it stayed. */
import type { ClientWithFacts } from '#shared/client/client'
import { DAYS_PER_MONTH } from '#shared/kernel/day'
import { addTo, type Cell, type Contribution, drawKey } from './contribution.ts'
import { lossBins, lossFactorNames } from './churn-factors.ts'
import { atRiskByRefit } from './at-risk-draws.ts'
import { isActiveAt, type Timeline } from './timeline.ts'
import type { CompiledContext } from './valuation.ts'

/** Key of clients active at T - h by group: how many, and how many of them were lost by T. */
export const lossKey = (factor: string, bin: string, { segment, channel, status }: Cell): string =>
  `churn|${factor}|${segment}|${channel}|${status}|${bin}`
/** Key of clients active at the as-of day by group. */
export const groupKey = (factor: string, bin: string, { segment, channel, status }: Cell): string =>
  `group|${factor}|${segment}|${channel}|${status}|${bin}`
/** Key of how long the first spells of activity lasted. */
export const lifeKey = (channel: string): string => `life|${channel}`

/** Whole months of life that are told apart; longer lives count as having lasted so long. */
export const LIFE_CURVE_MONTHS = 60

interface Subject {
  readonly client: ClientWithFacts
  readonly timeline: Timeline
  readonly at: CompiledContext
  readonly cellAt: (day: number) => Cell
}

/** Adds what the churn panels, the survival curve and the interval of CLV at risk are made of. */
export function addChurnPanels(contribution: Contribution, subject: Subject): void {
  const { client, timeline, at, cellAt } = subject
  const { context } = at
  const asOf = at.days.asOf
  const before = asOf - context.settings.churnHorizonDays
  const isActive = isActiveAt(timeline, asOf)
  if (isActiveAt(timeline, before)) {
    const bins = lossBins(client, { timeline, day: before, context })
    const counts = [1, isActive ? 0 : 1]
    for (const factor of lossFactorNames)
      addTo(contribution, lossKey(factor, bins[factor], cellAt(before)), counts)
  }
  addLife(contribution, subject)
  if (!isActive) return
  const bins = lossBins(client, { timeline, day: asOf, context })
  for (const factor of lossFactorNames) addTo(contribution, groupKey(factor, bins[factor], cellAt(asOf)), [1])
  addRisk(contribution, { ...subject, cell: cellAt(asOf) })
}

/** Lost or still there after so many whole months of the first spell: `[lost 0..60, there 0..60]`. */
function addLife(contribution: Contribution, { client, timeline, at }: Subject): void {
  const [first] = timeline.spells
  if (!first || first.from > at.days.asOf) return
  const end = Math.min(first.to, at.days.asOf)
  const months = Math.min(LIFE_CURVE_MONTHS, Math.floor((end - first.from) / DAYS_PER_MONTH))
  const isLost = first.to <= at.days.asOf && months < LIFE_CURVE_MONTHS
  const counts = Array.from({ length: 2 * (LIFE_CURVE_MONTHS + 1) }, () => 0)
  counts[months + (isLost ? 0 : LIFE_CURVE_MONTHS + 1)] = 1
  addTo(contribution, lifeKey(client.client.channelKey), counts)
}

function addRisk(contribution: Contribution, { timeline, at, cell }: Subject & { cell: Cell }): void {
  const draws = atRiskByRefit(timeline, at.days.asOf, at)
  if (!draws) return
  const groups = ['all', `segment:${cell.segment}`, `channel:${cell.channel}`, `status:${cell.status}`]
  for (const group of groups) addTo(contribution, drawKey(`risk:${group}`), draws)
}
