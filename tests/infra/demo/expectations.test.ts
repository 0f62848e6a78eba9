import { describe, expect, test } from 'vitest'
import { DAYS_PER_MONTH } from '#shared/kernel/day'
import { createRandom } from '#shared/numeric/random'
import {
  accountLoss,
  accountMargin,
  accountSurvival,
  buyerLoss,
  buyerMargin,
  discount,
} from '#infra/local/demo/expectations'
import { activityChance, disengagedChance, lossHazard, nextComplaintAge } from '#infra/local/demo/loss'
import type { LossState } from '#infra/local/demo/loss'
import { REFUND_SHARE, behaviour, season, spendModel } from '#infra/local/demo/parameters'

const LIVES = 20_000
const random = createRandom(11)

function monthsLived(start: LossState): number {
  let state = start
  for (let month = 1; month <= 36; month++) {
    state = { ...state, tenureMonths: start.tenureMonths + month }
    if (random.next() < lossHazard(state)) return month - 1
    const isDisengaged = random.next() < disengagedChance(state.isDisengaged)
    const acts = random.next() < activityChance(state.level, isDisengaged)
    const complaintAge = nextComplaintAge(state.complaintAge, random.next() < behaviour.complaintPerMonth)
    state = { ...state, isDisengaged, complaintAge, recency: acts ? 0 : Math.min(6, state.recency + 1) }
  }
  return 36
}

describe('The truth about an account client', () => {
  test.each([
    { tenureMonths: 14, recency: 0, isDisengaged: false, complaintAge: 0, holdings: 3, level: 0.6 },
    { tenureMonths: 3, recency: 4, isDisengaged: true, complaintAge: 2, holdings: 1, level: 0.3 },
  ])('is what happens to many such clients: %j', (state) => {
    const survival = accountSurvival(state)
    const lives = Array.from({ length: LIVES }, () => monthsLived(state))

    for (const month of [1, 3, 12, 36]) {
      const chance = survival[month - 1] ?? 0
      const share = lives.filter((months) => months >= month).length / LIVES
      // Four standard errors of the share.
      expect(Math.abs(share - chance)).toBeLessThan(4 * Math.sqrt((chance * (1 - chance)) / LIVES))
    }
    expect(accountLoss(survival)).toBeGreaterThan(1 - (survival[1] ?? 0))
    expect(accountLoss(survival)).toBeLessThan(1 - (survival[2] ?? 0))
  })

  test('is a monthly margin, discounted, while the client stays', () => {
    expect(
      accountMargin(
        2000,
        Array.from({ length: 36 }, (_, index) => 0.97 ** (index + 1)),
      ),
    ).toBeCloseTo(
      // product.md 9.8: margin 20 a month, survival 0.97, 10 % a year, 36 months
      382_67,
      -1,
    )
  })
})

describe('The truth about a buyer', () => {
  const buyer = { ratePerMonth: 0.8, dropout: 0.07, spendRate: 0.25, isAlive: true }
  const market = { ofYear: 10, marginRate: 0.5 }

  function futureMargin(): number {
    let margin = 0
    for (let at = random.exponential() / 0.8; at < 36; at += random.exponential() / 0.8) {
      const month = Math.ceil(at)
      const factor = season[(market.ofYear + month) % 12] ?? 1
      const isKept = random.next() > REFUND_SHARE
      if (isKept) margin += (100 * random.gamma(spendModel.p) * factor * 0.5 * discount(month)) / 0.25
      if (random.next() < 0.07) break
    }
    return margin
  }

  test('is what many such buyers bring', () => {
    const margins = Array.from({ length: LIVES }, futureMargin)
    const mean = margins.reduce((sum, margin) => sum + margin, 0) / LIVES
    const variance = margins.reduce((sum, margin) => sum + (margin - mean) ** 2, 0) / LIVES

    // Four standard errors of the mean.
    expect(Math.abs(mean - buyerMargin(buyer, market))).toBeLessThan(4 * Math.sqrt(variance / LIVES))
  })

  test('is certain loss and no value once lost', () => {
    expect(buyerLoss(buyer)).toBeCloseTo(Math.exp((-0.8 * 90) / DAYS_PER_MONTH), 12)
    expect(buyerLoss({ ...buyer, isAlive: false })).toBe(1)
    expect(buyerMargin({ ...buyer, isAlive: false }, market)).toBe(0)
  })
})
