import { describe, expect, test } from 'vitest'
import { createLossExplanation } from '#shared/models/hazard-explanation'
import { hazard, survivalPath } from '#shared/models/hazard-loss'
import {
  laterState,
  lossFeatureGroups,
  lossFeatureNames,
  lossFeatures,
  type LossState,
} from '#shared/models/loss-features'
import { createRandom } from '#shared/numeric/random'

const model = {
  names: lossFeatureNames,
  intercept: -3,
  coefficients: [-0.3, 0.4, 0.6, -1.2, -0.8, -0.5, 0.7, 0.5, 0.9, 0.3],
  means: [3, 0.1, 0.4, 0.5, 0, 1, 0.1, 0.1, 0.05, 0.01],
}
const calm: LossState = {
  tenureMonths: 40,
  silentMonths: 0,
  engagement: 0.8,
  engagementChange: 0,
  holdings: 3,
  holdingsClosed: 0,
  troubles: 0,
  isDormant: false,
  isRestricted: false,
}
const worried: LossState = {
  ...calm,
  silentMonths: 3,
  engagement: 0.1,
  engagementChange: -0.6,
  holdings: 1,
  holdingsClosed: 2,
  troubles: 1,
}
const random = createRandom(8)
const background = Array.from({ length: 60 }, () => {
  const state = {
    ...calm,
    tenureMonths: 60 * random.next(),
    silentMonths: random.integer(3),
    engagement: random.next(),
  }
  return [1, 2, 3].map((month) => lossFeatures(laterState(state, month - 1)))
})
const threeMonths = (state: LossState): number[][] =>
  [0, 1, 2].map((month) => lossFeatures(laterState(state, month)))

describe('the explanation of a chance of loss', () => {
  const explain = createLossExplanation(model, lossFeatureGroups, background)

  test('adds up exactly: base rate + contributions = the shown probability', () => {
    for (const state of [calm, worried]) {
      const { baseRate, contributions, probability } = explain(threeMonths(state))
      const total = Object.values(contributions).reduce((sum, share) => sum + share, baseRate)
      const shown =
        1 - (survivalPath(model, (month) => lossFeatures(laterState(state, month - 1)), 3)[2] ?? 0)

      expect(total).toBeCloseTo(probability, 14)
      expect(probability).toBeCloseTo(shown, 14)
    }
  })

  test('starts from the mean probability of the background', () => {
    const mean =
      background.reduce(
        (sum, months) =>
          sum + 1 - months.reduce((alive, features) => alive * (1 - hazard(model, features)), 1),
        0,
      ) / background.length

    expect(explain(threeMonths(calm)).baseRate).toBeCloseTo(mean, 14)
  })

  test('blames what is worse than usual and credits what is better', () => {
    const { contributions } = explain(threeMonths(worried))

    expect(contributions['recency']).toBeGreaterThan(0)
    expect(contributions['engagement']).toBeGreaterThan(0)
    expect(contributions['holdings']).toBeGreaterThan(0)
    expect(explain(threeMonths(calm)).contributions['engagement']).toBeLessThan(0)
    expect(contributions['status']).toBeCloseTo(0, 12)
  })

  test('covers every feature of the model by exactly one group', () => {
    expect(Object.values(lossFeatureGroups).flat().sort()).toEqual([...lossFeatureNames].sort())
  })
})
