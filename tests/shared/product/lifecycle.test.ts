import { describe, expect, test } from 'vitest'
import { addMonths } from '#shared/kernel/day'
import { type LifecycleFacts, stageAt } from '#shared/product/lifecycle'
import { defaultLifecycleSettings as settings } from '#shared/product/lifecycle-settings'

const LAST = 23
function facts(revenueOf: (ago: number) => number, rest: Partial<LifecycleFacts> = {}): LifecycleFacts {
  const revenue = Array.from({ length: LAST + 1 }, (_, month) => revenueOf(LAST - month))
  return {
    months: revenue.map((_, month) => addMonths('2024-01', month)),
    revenue,
    isSold: revenue.map((cents) => cents > 0),
    familyPeak: revenue.map(() => 0),
    ...rest,
  }
}
const noise = (ago: number) => 1 + 0.03 * Math.sin(ago * 12.9898)
const stageOf = (facts: LifecycleFacts, at = LAST) => stageAt(facts, at, settings).stage

describe('the lifecycle rule', () => {
  test('calls steady revenue mature, five percent a month up growth, five down decline', () => {
    expect(stageOf(facts((ago) => 1_000 * noise(ago)))).toBe('maturity')
    expect(stageOf(facts((ago) => 1_000 * 1.07 ** -ago * noise(ago)))).toBe('growth')
    expect(stageOf(facts((ago) => 1_000 * 1.07 ** ago * noise(ago)))).toBe('decline')
  })

  test('says how sure it is: a wide interval makes growth of three percent mature, and unsure', () => {
    const rough = facts((ago) => 1_000 * 1.03 ** -ago * (ago % 2 ? 1.15 : 0.85))
    const found = stageAt(rough, LAST, settings)

    expect(found.stage).toBe('maturity')
    expect(found.confidence).toBeLessThan(0.8)
    expect(
      stageAt(
        facts((ago) => 1_000 * 1.1 ** -ago),
        LAST,
        settings,
      ).confidence,
    ).toBeGreaterThan(0.9)
  })

  test('takes a product for introduced while it is young, or small in its family and rising', () => {
    const young = (ago: number) => (ago > 3 ? 0 : 500)
    expect(stageOf(facts(young))).toBe('introduction')
    // Launched a year ago, first sold four months ago: no introduction, and too little to say more.
    expect(stageOf(facts(young, { launchedOn: '2025-01-01' }))).toBeNull()
    const familyPeak = Array.from({ length: LAST + 1 }, () => 1_000_000)
    expect(stageOf(facts((ago) => 1_000 * 1.05 ** -ago, { familyPeak }))).toBe('introduction')
    expect(stageOf(facts((ago) => 1_000 * noise(ago), { familyPeak }))).toBe('maturity')
  })

  test('retires what was not sold for six full months, not five', () => {
    expect(stageOf(facts((ago) => (ago < 6 ? 0 : 1_000)))).toBe('retired')
    expect(stageOf(facts((ago) => (ago < 5 ? 0 : 1_000)))).toBe('decline')
  })

  test('has a history: the stage at any earlier month looks at nothing later', () => {
    const life = facts((ago) => (ago > 9 ? 1_000 * noise(ago) : 1_000 * 0.7 ** (10 - ago)))
    const cut = {
      ...life,
      months: life.months.slice(0, 12),
      revenue: life.revenue.slice(0, 12),
      isSold: life.isSold.slice(0, 12),
    }

    expect(stageAt(life, 11, settings).stage).toBe('maturity')
    expect(stageAt(cut, 11, settings)).toMatchObject({
      stage: 'maturity',
      confidence: stageAt(life, 11, settings).confidence,
    })
    expect(stageOf(life)).toBe('decline')
  })

  test('says nothing of what was never sold', () => {
    expect(
      stageAt(
        facts(() => 0),
        LAST,
        settings,
      ),
    ).toMatchObject({ stage: null, because: 'Nothing was sold yet.' })
  })
})
