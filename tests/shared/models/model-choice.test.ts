import { describe, expect, test } from 'vitest'
import type { Diagnosis, Fit } from '#shared/models/fit'
import { chooseModel, type Candidate } from '#shared/models/model-choice'
import { compress } from '#shared/models/purchase-history'
import type { PurchaseModelName } from '#shared/models/purchase-model'
import { purchaseModels } from '#shared/models/purchase-models'
import { holdoutErrors } from '#shared/models/report-card'
import { NEEDS_SHARED_DATA } from '#tests/harness/shared-data'
import { cdnowSample } from './reference.ts'

const aFit = (bic: number, diagnosis?: Diagnosis): Fit => ({
  model: 'any',
  params: {},
  standardErrors: {},
  logLikelihood: 0,
  aic: 0,
  bic,
  iterations: 1,
  converged: diagnosis?.code !== 'fit.not-converged',
  clients: 100,
  boundary: [],
  ...(diagnosis ? { diagnosis } : {}),
})
const candidate = (name: PurchaseModelName, bic: number, rmse?: number): Candidate => ({
  name,
  fit: aFit(bic),
  ...(rmse === undefined ? {} : { holdout: { ...holdoutErrors([], []), rmse } }),
})
const unidentified: Diagnosis = {
  code: 'fit.dropout-not-identified',
  sentence: 'No leaving seen.',
  withheld: [],
  shownInstead: '',
}

describe('the choice of a model', () => {
  test('goes to the smallest hold-out error', () => {
    const choice = chooseModel([
      candidate('bg-nbd', 100, 2),
      candidate('mbg-nbd', 200, 1.5),
      candidate('nbd', 50, 1),
    ])

    expect(choice).toMatchObject({ expectations: 'mbg-nbd', alive: 'mbg-nbd' })
  })

  test('goes by BIC among errors within one percent', () => {
    expect(chooseModel([candidate('bg-nbd', 100, 1.505), candidate('pareto-nbd', 200, 1.5)])).toMatchObject({
      expectations: 'bg-nbd',
      alive: 'pareto-nbd',
    })
  })

  test.each([
    [
      [candidate('bg-nbd', 100, 2), candidate('mbg-nbd', 200, 1.5)],
      /^Of 2 .* mbg-nbd has the smallest error/,
    ],
    [
      [candidate('bg-nbd', 100, 1.505), candidate('mbg-nbd', 200, 1.5)],
      /bg-nbd is within 1% of the smallest/,
    ],
    [[candidate('bg-nbd', 100, 1), candidate('mbg-nbd', 90)], /mbg-nbd has the best fit/],
    [[candidate('mbg-nbd', 100, 1), candidate('nbd', 90, 2)], /^mbg-nbd is the only model/],
  ])('says why, without claiming more than the numbers do: %#', (candidates, reason) => {
    expect(chooseModel(candidates).reason).toMatch(reason)
  })

  test('never takes P(alive) from BG/NBD', () => {
    expect(chooseModel([candidate('bg-nbd', 100)]).alive).toBeUndefined()
  })

  test('assumes no leaving where none is identified, and withholds P(alive)', () => {
    const choice = chooseModel([{ name: 'mbg-nbd', fit: aFit(100, unidentified) }, candidate('nbd', 90)])

    expect(choice.expectations).toBe('nbd')
    expect(choice.alive).toBeUndefined()
  })

  test('chooses nothing where nothing settled', () => {
    expect(chooseModel([]).expectations).toBeUndefined()
    expect(
      chooseModel([{ name: 'nbd', fit: aFit(1, { ...unidentified, code: 'fit.not-converged' }) }])
        .expectations,
    ).toBeUndefined()
  })
})

const sample = cdnowSample()

describe.skipIf(sample.length === 0)(`the choice on CDNOW ${NEEDS_SHARED_DATA}`, () => {
  test('is MBG/NBD: all models with leaving are within one percent on the hold-out, and its BIC is lowest', () => {
    const { histories, weights } = compress(sample)
    const names: PurchaseModelName[] = ['nbd', 'bg-nbd', 'mbg-nbd', 'pareto-nbd']
    const choice = chooseModel(
      names.map((name) => {
        const fit = purchaseModels[name].fit(histories, weights)
        const predicted = sample.map((client) =>
          purchaseModels[name].expectedPurchases(fit.params, client, 39),
        )
        return {
          name,
          fit,
          holdout: holdoutErrors(
            predicted,
            sample.map(({ xStar }) => xStar),
          ),
        }
      }),
    )

    expect(choice).toMatchObject({ expectations: 'mbg-nbd', alive: 'mbg-nbd' })
  })
})
