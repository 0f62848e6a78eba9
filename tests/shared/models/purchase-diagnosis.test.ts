import { describe, expect, test } from 'vitest'
import type { Fit } from '#shared/models/fit'
import { dataDiagnosis, fitDiagnosis } from '#shared/models/purchase-diagnosis'

const repeat = { x: 1, tx: 5, T: 9 }
const single = { x: 0, tx: 0, T: 9 }
const aFit = (logLikelihood: number, converged = true): Fit => ({
  model: 'any',
  params: {},
  standardErrors: {},
  logLikelihood,
  aic: 0,
  bic: 0,
  iterations: 1,
  converged,
  clients: 100,
  boundary: [],
})

describe('a diagnosis', () => {
  test('counts clients by their weights and names the number that is missing', () => {
    expect(dataDiagnosis({ histories: [repeat], weights: [29] })?.sentence).toBe(
      'Only 29 clients have bought; 30 are needed to estimate how clients behave.',
    )
    expect(dataDiagnosis({ histories: [single, repeat], weights: [100, 9] })?.code).toBe(
      'fit.too-few-repeat-clients',
    )
    expect(dataDiagnosis({ histories: [single, repeat], weights: [20, 10] })).toBeUndefined()
  })

  test('says what is withheld and what is shown instead', () => {
    expect(dataDiagnosis({ histories: [single], weights: [100] })).toMatchObject({
      code: 'fit.no-repeat-purchases',
      withheld: expect.arrayContaining(['lifetimeValue']),
      shownInstead: 'the average of all clients of the same age',
    })
  })

  test('withholds P(alive) where leaving explains no more than chance would', () => {
    expect(fitDiagnosis(aFit(-100), aFit(-102))).toMatchObject({
      code: 'fit.dropout-not-identified',
      withheld: ['probabilityAlive'],
    })
    expect(fitDiagnosis(aFit(-100), aFit(-103))).toBeUndefined()
    expect(fitDiagnosis(aFit(-100), undefined)).toBeUndefined()
  })

  test('comes first for a fit that did not settle', () => {
    expect(fitDiagnosis(aFit(-100, false), aFit(-500))?.code).toBe('fit.not-converged')
  })
})
