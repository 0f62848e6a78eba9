import { describe, expect, test } from 'vitest'
import { lifetimesOfClients } from '#shared/models/contract-lifetimes'
import { survivalAt, survivalCurve } from '#shared/models/kaplan-meier'
import { NEEDS_SHARED_DATA, sharedRows } from '#tests/harness/shared-data'

describe('the observed survival curve', () => {
  // Remission of leukaemia, 6-MP arm (Freireich et al. 1963), the textbook example of R's survival package.
  const weeks = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
  const censored = new Set([3, 5, 7, 8, 11, 12, 13, 16, 17, 18, 19, 20])
  const curve = survivalCurve(
    lifetimesOfClients(weeks.map((age, index) => ({ age, isLost: !censored.has(index) }))),
  )

  test('is the textbook curve of the 6-MP patients', () => {
    expect(curve.map(({ age, atRisk, survival }) => [age, atRisk, Number(survival.toFixed(4))])).toEqual([
      [6, 21, 0.8571],
      [7, 17, 0.8067],
      [10, 15, 0.7529],
      [13, 12, 0.6902],
      [16, 11, 0.6275],
      [22, 7, 0.5378],
      [23, 6, 0.4482],
    ])
  })

  test('carries the log-log band of R (survfit, conf.type = "log-log")', () => {
    expect(curve[0]?.low).toBeCloseTo(0.62, 3)
    expect(curve[0]?.high).toBeCloseTo(0.952, 3)
    expect(curve[6]?.low).toBeCloseTo(0.188, 3)
    expect(curve[6]?.high).toBeCloseTo(0.68, 3)
  })

  test('is 1 before the first loss and stays where it is after the last', () => {
    expect(survivalAt(curve, 5)).toBe(1)
    expect(survivalAt(curve, 100)).toBeCloseTo(0.4482, 4)
    expect(survivalCurve([])).toEqual([])
  })

  test('falls to 0, with a band that says nothing, when the last one watched is lost', () => {
    const [step] = survivalCurve([{ age: 2, lost: 3, survived: 0 }])

    expect(step).toMatchObject({ survival: 0, low: 0, high: 0 })
  })
})

const telco = sharedRows('telco-churn/WA_Fn-UseC_-Telco-Customer-Churn.csv')

describe.skipIf(telco.length === 0)(`the observed survival of the Telco clients ${NEEDS_SHARED_DATA}`, () => {
  const curveOf = (contract?: string) =>
    survivalCurve(
      lifetimesOfClients(
        telco
          .filter((row) => contract === undefined || row['Contract'] === contract)
          .map((row) => ({ age: Number(row['tenure']), isLost: row['Churn'] === 'Yes' })),
      ),
    )
  const at = (contract: string | undefined, ages: readonly number[]) =>
    ages.map((age) => survivalAt(curveOf(contract), age).toFixed(4))

  test('is the reference curve, for all and by contract', () => {
    expect(at(undefined, [12, 24, 48, 72])).toEqual(['0.8432', '0.7887', '0.7088', '0.5928'])
    expect(at('Month-to-month', [12, 24, 48, 72])).toEqual(['0.7031', '0.5859', '0.3973', '0.1290'])
    expect(at('One year', [48])).toEqual(['0.9165'])
    expect(at('Two year', [48])).toEqual(['0.9957'])
  })
})
