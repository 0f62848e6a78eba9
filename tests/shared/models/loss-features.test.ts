import { describe, expect, test } from 'vitest'
import { laterState, lossFeatureNames, lossFeatures, type LossState } from '#shared/models/loss-features'

const active: LossState = {
  tenureMonths: 5,
  silentMonths: 0,
  holdings: 2,
  holdingsClosed: 0,
  troubles: 2,
  isDormant: false,
  isRestricted: false,
}

describe('features of a loss', () => {
  test('have one value per name, and say so where something is not measured', () => {
    expect(lossFeatures(active)).toHaveLength(lossFeatureNames.length)
    expect(lossFeatures(active)[lossFeatureNames.indexOf('engagement')]).toBeNaN()
    expect(lossFeatures({ ...active, engagement: 0.4 })[lossFeatureNames.indexOf('engagement')]).toBe(0.4)
  })

  test('grow older with time; an active client stays active, a silent one becomes dormant after six months', () => {
    expect(laterState(active, 7)).toMatchObject({ tenureMonths: 12, silentMonths: 0, isDormant: false })
    expect(laterState({ ...active, silentMonths: 2 }, 3)).toMatchObject({ silentMonths: 5, isDormant: false })
    expect(laterState({ ...active, silentMonths: 2 }, 4)).toMatchObject({ silentMonths: 6, isDormant: true })
  })

  test('forget troubles within three months', () => {
    expect(laterState(active, 3).troubles).toBe(0)
  })
})
