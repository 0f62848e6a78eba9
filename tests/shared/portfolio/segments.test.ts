import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cutsOf, quintileCuts, rfmScores, segmentOf, segments } from '#shared/portfolio/segments'
import { codesBySegment, quintileScores } from '#tests/harness/naive-segments'

const fives = { recency: [10, 20, 30, 40], frequency: [2, 3, 4, 5], money: [200, 300, 400, 500] }
/** Recency, frequency and money that score exactly so under `fives`. */
const scoring = (code: string) => ({
  recencyDays: (5 - Number(code[0])) * 10,
  frequency: Number(code[1]),
  moneyCents: Number(code[2]) * 100,
})
const countsOf = (values: readonly number[]) => {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}

describe('segments', () => {
  test('name each of the 125 codes once, and each as published', () => {
    const all = Object.values(codesBySegment).flat()
    const found = all.map((code) => [code, segmentOf(scoring(code), fives)])
    const expected = Object.entries(codesBySegment).flatMap(([segment, codes]) =>
      codes.map((code) => [code, segment]),
    )

    expect(new Set(all).size).toBe(125)
    expect(found).toEqual(expected)
    expect(segments).toHaveLength(11)
  })

  test('of clients without history are none, with history but nothing in the window lost', () => {
    expect(segmentOf(undefined, fives)).toBe('none')
    expect(segmentOf({ recencyDays: 900, frequency: 0, moneyCents: 0 }, fives)).toBe('lost')
  })

  test('give the best recency to who bought last', () => {
    expect(rfmScores({ recencyDays: 0, frequency: 9, moneyCents: 9_999 }, fives)).toEqual([5, 5, 5])
    expect(rfmScores({ recencyDays: 10_000, frequency: 1, moneyCents: -50 }, fives)).toEqual([1, 1, 1])
  })
})

describe('quintiles', () => {
  test('score every value by the fifth of its average rank, so equal values score equally', () => {
    const values = fc.array(
      fc.oneof(fc.integer({ min: 0, max: 6 }), fc.integer({ min: -500, max: 50_000 })),
      {
        minLength: 1,
        maxLength: 60,
      },
    )
    fc.assert(
      fc.property(values, (list) => {
        const cuts = quintileCuts(countsOf(list))

        const scores = list.map((value) => 1 + cuts.filter((cut) => value >= cut).length)

        expect(scores).toEqual(quintileScores(list))
        expect([...cuts].sort((left, right) => left - right)).toEqual(cuts)
        expect(cuts).toHaveLength(4)
      }),
      { seed: 20_261_122, numRuns: 500 },
    )
  })

  test('of five different values are one each', () => {
    expect(quintileCuts(countsOf([10, 20, 30, 40, 50]))).toEqual([20, 30, 40, 50])
  })

  test('put everybody into the middle where all are alike', () => {
    const { frequency } = cutsOf({
      recency: new Map(),
      frequency: countsOf(Array.from({ length: 9 }, () => 4)),
      money: new Map(),
    })

    expect(1 + frequency.filter((cut) => 4 >= cut).length).toBe(3)
    expect(frequency.filter((cut) => 5 >= cut)).toHaveLength(2)
  })

  test('of nobody score nobody above one', () => {
    expect(quintileCuts(new Map()).every((cut) => cut === Number.MAX_SAFE_INTEGER)).toBe(true)
  })
})
