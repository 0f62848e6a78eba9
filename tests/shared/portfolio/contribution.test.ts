import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  add,
  addInto,
  binMiddle,
  type Contribution,
  subtract,
  valueBin,
} from '#shared/portfolio/contribution'

const options = { seed: 20_261_122, numRuns: 300 }
const aContribution: fc.Arbitrary<Contribution> = fc
  .dictionary(
    fc.constantFrom('state|a', 'state|b', 'flow|a', 'cohort|x', 'draw|all'),
    fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { minLength: 3, maxLength: 3 }),
  )
  .map((sums) => new Map(Object.entries(sums)))

/** The same sums without keys that are zero everywhere, in one order. */
const shown = (contribution: Contribution) =>
  [...contribution].filter(([, amounts]) => amounts.some((amount) => amount !== 0)).sort()

describe('adding contributions', () => {
  test('gives the same whatever the order and grouping', () => {
    fc.assert(
      fc.property(aContribution, aContribution, aContribution, (one, two, three) => {
        expect(shown(add(one, two))).toEqual(shown(add(two, one)))
        expect(shown(add(add(one, two), three))).toEqual(shown(add(one, add(two, three))))
      }),
      options,
    )
  })

  test('is undone by taking away: what is left without some clients is what the others add up to', () => {
    fc.assert(
      fc.property(aContribution, aContribution, (one, two) => {
        expect(shown(subtract(add(one, two), two))).toEqual(shown(one))
        expect(shown(subtract(one, one))).toEqual([])
      }),
      options,
    )
  })

  test('changes neither of the two', () => {
    fc.assert(
      fc.property(aContribution, aContribution, (one, two) => {
        const before = structuredClone([one, two])

        const sum = add(one, two)
        addInto(sum, one)
        subtract(sum, two)

        expect([one, two]).toEqual(before)
      }),
      options,
    )
  })
})

describe('bins of value', () => {
  test('hold the amount within 2.4 % of their middle, mirrored for negative amounts', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000_000 }), (cents) => {
        const middle = binMiddle(valueBin(cents))

        // 50 bins a factor of ten: half a bin is 10^(1/100) = 2.33 %.
        expect(Math.abs(middle / cents - 1)).toBeLessThan(0.0236)
        expect(valueBin(-cents)).toBe(-valueBin(cents))
      }),
      options,
    )
    expect(valueBin(0)).toBe(0)
    expect(binMiddle(0)).toBe(0)
  })

  test('rise with the amount', () => {
    const amounts = Array.from({ length: 100_000 }, (_, cents) => cents)

    expect(amounts.filter((cents) => valueBin(cents + 1) < valueBin(cents))).toEqual([])
  })
})
