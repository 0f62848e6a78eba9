/**
 * The stage of a product's life by a printed rule on 3-month smoothed revenue without its season.
 *
 * Retired: not sold for 6 full months. Introduction: younger than 6 months, or rising and under 5 % of the best product of
 * its family. Growth: the whole interval of the slope lies above +2 % a month; decline: below −2 %; else maturity.
 * Thresholds: lifecycle-settings.ts. The confidence is the probability of the stage's range of slopes.
 */
import type { CivilDay, Month } from '#shared/kernel/day'
import { monthNumber, monthOf } from '#shared/kernel/day'
import { seasonOf, withoutSeason } from '#shared/models/season'
import type { LifecycleSettings } from './lifecycle-settings.ts'
import { type Slope, slopeOf, SMOOTHED_MONTHS } from './slope.ts'

/** The stages, in the order of a life. */
export const stages = ['introduction', 'growth', 'maturity', 'decline', 'retired'] as const
/** A stage of a product's life. */
export type Stage = (typeof stages)[number]

/** What the rule looks at: full months only, oldest first. */
export interface LifecycleFacts {
  readonly months: readonly Month[]
  /** Revenue without season, minor units. */
  readonly revenue: readonly number[]
  /** Whether anything was sold or charged. */
  readonly isSold: readonly boolean[]
  readonly launchedOn?: CivilDay | undefined
  /** Mean revenue of the last three months of the best product of the family, at each month. */
  readonly familyPeak: readonly number[]
}

/** A stage with why. */
export interface StageFound {
  readonly stage: Stage | null
  /** Why there is no stage, or which clause of the rule gave it. */
  readonly because: string
  /** Probability of the stage's range of slopes; null where no slope decides. */
  readonly confidence: number | null
  readonly slope: Slope | undefined
  readonly ageMonths: number | null
}

/** The stage at the end of a month; `at` is its place in the facts. */
export function stageAt(facts: LifecycleFacts, at: number, settings: LifecycleSettings): StageFound {
  const start = startOf(facts)
  const month = facts.months[at]
  if (month === undefined || start === undefined || start.from > at)
    return {
      stage: null,
      because: 'Nothing was sold yet.',
      confidence: null,
      slope: undefined,
      ageMonths: null,
    }
  const ageMonths = monthNumber(month) - start.month + 1
  const { slopeMonths: over, level } = settings
  const slope = slopeOf(facts.revenue.slice(Math.max(0, start.from), at + 1), { over, level })
  const found = { slope, ageMonths, confidence: null }
  const silent = facts.isSold.slice(Math.max(0, at - settings.retiredMonths + 1), at + 1)
  if (silent.length >= settings.retiredMonths && !silent.includes(true))
    return {
      ...found,
      stage: 'retired',
      because: `Nothing was sold for ${settings.retiredMonths} full months.`,
    }
  if (ageMonths < settings.introductionMonths)
    return { ...found, stage: 'introduction', because: `Launched ${ageMonths} months ago.` }
  if (!slope)
    return {
      ...found,
      stage: null,
      because: 'There are too few months of revenue to say where it is heading.',
    }
  const share = settings.introductionShare
  const peak = facts.familyPeak[at] ?? 0
  if (slope.low > 0 && recentMean(facts.revenue, at) < share * peak)
    return {
      ...found,
      stage: 'introduction',
      because: `Rising, and under ${percent(share)} of the best product of its family.`,
      confidence: 1 - slope.atMost(0),
    }
  return { ...found, ...bySlope(slope, settings) }
}

function bySlope(slope: Slope, { growthPerMonth, declinePerMonth, level }: LifecycleSettings) {
  const growing = 1 - slope.atMost(growthPerMonth)
  const declining = slope.atMost(-declinePerMonth)
  const interval = `${percent(level)} interval of the slope`
  if (slope.low > growthPerMonth)
    return {
      stage: 'growth' as const,
      confidence: growing,
      because: `The ${interval} lies above +${percent(growthPerMonth)} a month.`,
    }
  if (slope.high < -declinePerMonth)
    return {
      stage: 'decline' as const,
      confidence: declining,
      because: `The ${interval} lies below −${percent(declinePerMonth)} a month.`,
    }
  return {
    stage: 'maturity' as const,
    confidence: 1 - growing - declining,
    because: `The ${interval} lies neither above +${percent(growthPerMonth)} nor below −${percent(declinePerMonth)} a month.`,
  }
}

const percent = (share: number): string => `${Math.round(share * 1_000) / 10} %`

/** The month a product began, and the first whole month of revenue within the facts. */
function startOf({ months, isSold, launchedOn }: LifecycleFacts) {
  const firstSold = isSold.indexOf(true)
  if (firstSold < 0) return undefined
  const first = months[firstSold] ?? ''
  if (launchedOn === undefined || monthOf(launchedOn) > first)
    // Sold in the oldest month known: it may be older, and all its months are whole.
    return { month: monthNumber(first), from: firstSold === 0 ? 0 : firstSold + 1 }
  const isWhole = launchedOn.endsWith('-01')
  const launched = monthNumber(monthOf(launchedOn))
  const oldest = monthNumber(months[0] ?? first)
  return { month: launched, from: Math.max(0, launched - oldest + (isWhole ? 0 : 1), firstSold) }
}

/** Mean of the three months that end at a place. */
export function recentMean(series: readonly number[], at: number): number {
  const recent = series.slice(Math.max(0, at - SMOOTHED_MONTHS + 1), at + 1)
  return recent.reduce((sum, value) => sum + value, 0) / Math.max(1, recent.length)
}

/** A series without a season that is a ratio, as found in a larger series of the same months. */
export function deseasonalised(series: readonly number[], larger: readonly number[]): number[] {
  const season = seasonOf(larger, 12)
  return season.kind === 'ratio' ? withoutSeason(series, season) : [...series]
}

/** The rule in words, as its settings have it. */
export function ruleInWords(settings: LifecycleSettings): string {
  const { introductionMonths, introductionShare, growthPerMonth, declinePerMonth } = settings
  return (
    `On revenue averaged over three months, without its season. Retired: nothing sold for ${settings.retiredMonths} full ` +
    `months. Introduction: younger than ${introductionMonths} months, or rising and under ${percent(introductionShare)} ` +
    `of the best product of its family. Growth: the whole ${percent(settings.level)} interval of the slope of the last ` +
    `${settings.slopeMonths} months lies above +${percent(growthPerMonth)} a month. Decline: it lies below ` +
    `−${percent(declinePerMonth)} a month. Maturity: everything else.`
  )
}
