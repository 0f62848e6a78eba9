import { describe, expect, test } from 'vitest'
import { hash32 } from '#shared/kernel/ids'
import { dayNumber } from '#shared/kernel/day'
import { mbgNbd } from '#shared/models/mbg-nbd'
import { createRandom } from '#shared/numeric/random'
import type { ClientDays } from '#shared/pipeline/client-days'
import { originDays, rollingOrigins } from '#shared/pipeline/rolling-origins'
import { NEEDS_SHARED_DATA } from '#tests/harness/shared-data'
import { cdnowDays } from '../models/reference.ts'

describe('origins', () => {
  test('are spread over what is known after half a year and before the last quarter', () => {
    const days = originDays(1, 545)

    expect(days).toHaveLength(12)
    expect(days[0]).toBe(182)
    expect(days.at(-1)).toBe(545 - 91)
  })

  test('are at least three weeks apart, and none where too little is known', () => {
    expect(originDays(1, 182 + 91 + 30)).toEqual([182, 212])
    expect(originDays(1, 272)).toEqual([])
    expect(originDays(1, 273)).toEqual([182])
    expect(rollingOrigins([], { model: 'mbg-nbd', asOf: 500, seed: 1 })).toEqual({
      origins: [],
      modelError: 0,
    })
  })
})

/** Clients who buy under MBG/NBD from a first day in the first half year; `boom` multiplies the pace after a day. */
function generated(clients: number, seed: number, boom?: { after: number; pace: number }): ClientDays[] {
  const random = createRandom(seed)
  const params = { r: 0.9, alpha: 30, a: 0.9, b: 3 }
  return Array.from({ length: clients }, (_, index) => {
    const first = 1 + Math.floor(random.next() * 180)
    const times = mbgNbd.drawFuture(params, { x: 0, tx: 0, T: 0 }, { horizon: 2_000, random })
    const paced = times.map((time) => {
      const day = first + time
      return boom && day > boom.after ? boom.after + (day - boom.after) / boom.pace : day
    })
    const days = [...new Set([first, ...paced.map(Math.floor)])].filter((day) => day <= 720)
    return { hash: hash32(`client-${index}`), days, cents: days.map(() => 10_00) }
  })
}

describe('the model error', () => {
  test('is not claimed where the model is right, and most quarters lie inside', () => {
    const { origins, modelError } = rollingOrigins(generated(1_500, 3), {
      model: 'mbg-nbd',
      asOf: 720,
      seed: 5,
    })
    const inside = origins.filter(({ actual, low80, high80 }) => low80 <= actual && actual <= high80)

    expect(origins).toHaveLength(12)
    expect(modelError).toBe(0)
    expect(inside.length).toBeGreaterThanOrEqual(7)
  })

  test('is learned from a world that changed, from quarters that were over only', () => {
    const rows = generated(1_500, 3, { after: 400, pace: 2 })
    const { origins, modelError } = rollingOrigins(rows, { model: 'mbg-nbd', asOf: 720, seed: 5 })
    const before = origins.filter(({ until }) => dayNumber(until) + 91 <= 400)
    const last = origins.at(-1)

    expect(modelError).toBeGreaterThan(0.05)
    expect(before.length).toBeGreaterThan(0)
    for (const { low80, high80, wideLow80, wideHigh80 } of before) {
      expect(wideLow80).toBeCloseTo(low80, 6)
      expect(wideHigh80).toBeCloseTo(high80, 6)
    }
    expect(last?.wideHigh80).toBeGreaterThan(1.03 * (last?.high80 ?? 0))
  })
})

const purchases = [...cdnowDays()].map(([id, amounts]): ClientDays => {
  const days = [...amounts.keys()].sort((left, right) => left - right)
  return { hash: hash32(id), days, cents: days.map(() => 0) }
})

describe.skipIf(purchases.length === 0)(`12 rolling quarters of CDNOW ${NEEDS_SHARED_DATA}`, () => {
  test('are held more often by intervals widened by what earlier quarters taught', () => {
    const { origins, modelError } = rollingOrigins(purchases, {
      model: 'mbg-nbd',
      asOf: dayNumber('1998-06-30'),
      seed: 7,
    })
    const held = origins.filter(({ actual, low80, high80 }) => low80 <= actual && actual <= high80).length
    const wide = origins.filter(
      ({ actual, wideLow80, wideHigh80 }) => wideLow80 <= actual && actual <= wideHigh80,
    )

    console.info(
      `CDNOW quarters inside the 80 % interval: ${held} of ${origins.length} as simulated, ${wide.length} as widened; model error ${modelError.toFixed(3)}`,
    )
    expect(origins).toHaveLength(12)
    expect(modelError).toBeGreaterThan(0)
    expect(wide.length).toBeGreaterThan(held)
  })
})
