import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compress, historyFromDays, isPurchaseHistory } from '#shared/models/purchase-history'

const day = (text: string): number => Date.parse(`${text}T00:00:00Z`) / 86_400_000
const days = (...texts: string[]): number[] => texts.map((text) => day(`2015-${text}`))
const end = day('2015-02-07')

describe('a purchase history', () => {
  // The mini tables of lifetimes and pymc-marketing (tests/test_utils.py)
  test.each([
    [days('02-01', '02-06'), { x: 1, tx: 5, T: 6 }],
    [days('01-01'), { x: 0, tx: 0, T: 37 }],
    [days('01-01', '01-02', '01-05'), { x: 2, tx: 4, T: 37 }],
    [days('01-01', '02-06'), { x: 1, tx: 36, T: 37 }],
    [days('01-16', '02-02', '02-05'), { x: 2, tx: 20, T: 22 }],
    [days('01-16', '01-17', '01-18'), { x: 2, tx: 2, T: 22 }],
    [days('02-02'), { x: 0, tx: 0, T: 5 }],
  ])('of the published mini table is the published one', (bought, expected) => {
    expect(historyFromDays(bought, end)).toEqual(expected)
  })

  test('counts days, not receipts, in any order', () => {
    expect(historyFromDays(days('01-05', '01-01', '01-05', '01-02'), end)).toEqual({ x: 2, tx: 4, T: 37 })
  })

  test('knows nothing of later days, and nothing of a client that had not bought yet', () => {
    expect(historyFromDays(days('01-01', '02-06'), day('2015-02-01'))).toEqual({ x: 0, tx: 0, T: 31 })
    expect(historyFromDays(days('02-06'), day('2015-02-01'))).toBeUndefined()
    expect(historyFromDays([], end)).toBeUndefined()
  })

  test('always keeps the promises the models rely on', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 1 }),
        fc.integer({ min: 0, max: 600 }),
        (bought, asOf) => {
          const history = historyFromDays(bought, asOf)
          return history === undefined || isPurchaseHistory(history)
        },
      ),
    )
  })
})

describe('compression', () => {
  test('keeps every client once, in an order that does not depend on theirs', () => {
    const some = [
      { x: 1, tx: 3, T: 9 },
      { x: 0, tx: 0, T: 9 },
      { x: 1, tx: 3, T: 9 },
    ]

    expect(compress(some)).toEqual({
      histories: [
        { x: 0, tx: 0, T: 9 },
        { x: 1, tx: 3, T: 9 },
      ],
      weights: [1, 2],
    })
    expect(compress([...some].reverse())).toEqual(compress(some))
  })

  test.each([
    { x: 1, tx: 5, T: 4 },
    { x: 0, tx: 1, T: 4 },
    { x: 2, tx: 0, T: 4 },
    { x: 1.5, tx: 1, T: 4 },
    { x: 1, tx: 1, T: Number.NaN },
    { x: -1, tx: 1, T: 2 },
  ])('refuses the impossible history %o', (history) => {
    expect(() => compress([history])).toThrow(expect.objectContaining({ code: 'history.invalid' }))
  })
})
