import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as v from 'valibot'
import { dayNumber } from '#shared/kernel/day'
import { ENOUGH_COVERAGE, type Health } from '#shared/portfolio/health'
import { healthOf } from '#shared/portfolio/health-of'
import { bandOf, defaultHealthSettings, HealthSettings } from '#shared/portfolio/health-settings'
import { timelineOf } from '#shared/portfolio/timeline'
import { value } from '#shared/portfolio/value'
import { compiled } from '#shared/portfolio/valuation'
import { aContext } from '#tests/builders/context'
import { contextOver, demoClients } from '#tests/builders/demo-clients'
import { aClient, aHolding, aLine, anOrder } from '#tests/builders/facts'
import { aRandomClient } from '#tests/builders/portfolio'
import { naiveHealth } from '#tests/harness/naive-health'

const asOf = '2026-03-14'

function healthFor(client: Parameters<typeof value>[0], context = aContext({ asOf })): Health | undefined {
  return healthOf(timelineOf(client, context), dayNumber(context.asOf), compiled(context))
}

describe('the health score of every client of the demo', () => {
  const clients = demoClients(1_000)
  const context = contextOver(clients)

  test('is the weighted mean of the parts shown, and what reading the definition out loud gives', () => {
    const profiles = new Set<string>()
    for (const client of clients) {
      const health = healthFor(client, context)
      const slow = naiveHealth(client, context)

      expect(health === undefined).toBe(slow === undefined)
      if (!health || !slow) continue
      profiles.add(health.profile)
      const shown = health.parts.filter(({ score }) => score !== null)
      const weights = shown.reduce((sum, { weight }) => sum + weight, 0)
      const mean = shown.reduce((sum, { weight, score }) => sum + weight * score!, 0)
      expect(weights).toBeCloseTo(1, 12)
      expect(health.score).toBeCloseTo(mean, 10)
      expect(health.score).toBeCloseTo(
        shown.reduce((sum, { points }) => sum + points, 0),
        10,
      )
      expect(health.score).toBeCloseTo(slow.score, 8)
      expect(health.coverage).toBeCloseTo(slow.coverage, 10)
      expect(health.frozenSince !== undefined).toBe(slow.isFrozen)
      expect(value(client, context).score.health).toBe(Math.round(health.score))
    }
    expect([...profiles].sort()).toEqual(['accounts', 'purchases'])
  })
})

describe('a health score', () => {
  test('of any client is what reading the definition out loud gives', () => {
    fc.assert(
      fc.property(aRandomClient(asOf, { most: 20 }), (client) => {
        const [fast, slow] = [healthFor(client), naiveHealth(client, aContext({ asOf }))]

        expect(fast === undefined).toBe(slow === undefined)
        if (!fast || !slow) return
        expect(fast.score).toBeCloseTo(slow.score, 8)
        expect(fast.score).toBeGreaterThanOrEqual(0)
        expect(fast.score).toBeLessThanOrEqual(100 + 1e-9)
      }),
      { seed: 51, numRuns: 150 },
    )
  })

  test('gives the weight of what is missing to the rest of its pillar first, and an empty pillar’s to the others', () => {
    const client = aClient('c', {
      put: [
        aHolding({ productId: 'current' }),
        anOrder({ day: asOf, lines: [aLine({ productId: 'current' })] }),
      ],
    })

    const health = healthFor(client)!

    const weightOf = (pillar: string) =>
      health.parts.filter((part) => part.pillar === pillar).reduce((sum, { weight }) => sum + weight, 0)
    expect(weightOf('digital')).toBe(0)
    expect(weightOf('time')).toBeCloseTo(25 / 75, 12)
    expect(weightOf('relationship')).toBeCloseTo(30 / 75, 12)
    expect(health.parts.find(({ indicator }) => indicator === 'recency')?.weight).toBeCloseTo(25 / 75 / 2, 12)
    expect(health.coverage).toBeCloseTo((25 / 2 + 30 + 20) / 100, 12)
  })

  test('of a lost client stays what it was on its last active day', () => {
    const put = ['2025-01-05', '2025-02-01', '2025-03-03'].map((day, index) =>
      anOrder({ id: `o${index}`, day }),
    )
    const client = aClient('c', { put })
    const lastActive = '2025-05-31'

    const frozen = healthFor(client)!
    const then = healthFor(client, aContext({ asOf: lastActive }))!

    expect(frozen.frozenSince).toBe(dayNumber(lastActive) + 1)
    expect(frozen.score).toBe(then.score)
    expect(then.frozenSince).toBeUndefined()
  })

  test('is provisional while too little is known, and absent before the first active day', () => {
    const newcomer = aClient('c', { put: [anOrder({ day: '2026-03-10' })] })
    const prospect = aClient('p', { profile: { isPlaceholder: false, joinedOn: '2025-01-01' } })

    expect(healthFor(newcomer)!.coverage).toBeLessThan(ENOUGH_COVERAGE)
    expect(healthFor(prospect)).toBeUndefined()
  })

  test('is read in bands of whole points', () => {
    const bands = [0, 39.4, 39.5, 59.4, 60, 79.4, 79.5, 100].map((score) =>
      bandOf(score, defaultHealthSettings),
    )

    expect(bands).toEqual([
      'critical',
      'critical',
      'at-risk',
      'at-risk',
      'watch',
      'watch',
      'healthy',
      'healthy',
    ])
  })
})

describe('the settings of the health score', () => {
  test('as shipped are valid, and nonsense is refused with everything wrong with it', () => {
    const wrong = {
      weights: { ...defaultHealthSettings.weights, time: -1 },
      anchors: { ...defaultHealthSettings.anchors, recency: { poor: 7, good: 7 } },
      bands: { atRisk: 60, watch: 42, healthy: 80 },
    }

    expect(v.is(HealthSettings, defaultHealthSettings)).toBe(true)
    const issues = v.safeParse(HealthSettings, wrong).issues ?? []
    expect(issues.map((issue) => v.getDotPath(issue))).toEqual(
      expect.arrayContaining(['weights.time', 'anchors.recency', 'bands.watch']),
    )
  })
})
