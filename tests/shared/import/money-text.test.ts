import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { centsFrom, centsOf, centsText, decimalOf, MAX_CENTS, product } from '#shared/import/money-text'

describe('an amount written as text', () => {
  test.each([
    ['11.77', 1177],
    ['0', 0],
    ['-0.00', 0],
    ['12', 1200],
    ['12.', 1200],
    ['.5', 50],
    ['1,234,567.89', 123_456_789],
    ['12,34,567.00', 123_456_700],
    ["1'234.50", 123_450],
    ['1 234,50', undefined],
    ['$1,234.50', 123_450],
    ['-$5', -500],
    ['$-5', -500],
    ['(5.25)', -525],
    ['(5)$', -500],
    ['€ (1,000.00)', -100_000],
    ['7.10-', -710],
    ['−3', -300],
    ['EUR 12.30', 1230],
    ['12.30 CHF', 1230],
    ['11.770000000000001', 1177],
    ['0.005', 1],
    ['-0.005', -1],
    ['0.0049', 0],
    ['1e3', undefined],
    ['1,5', undefined],
    ['12,3456', undefined],
    ['--5', undefined],
    ['(-5)', undefined],
    ['1.2.3', undefined],
    ['', undefined],
    ['-', undefined],
    ['abc', undefined],
    ['=1+1', undefined],
    ['10000000001', undefined],
  ])('%j is %j cents', (text, cents) => {
    expect(centsOf(text)).toBe(cents)
  })

  test.each([
    ['1.234,50', 123_450],
    ['1 234,50', 123_450],
    ['1\u00a0234,50 €', 123_450],
    ['-0,05', -5],
    ['12', 1200],
    ['1.5', undefined],
  ])('%j with a decimal comma is %j cents', (text, cents) => {
    expect(centsOf(text, 'comma')).toBe(cents)
  })

  const cents = fc.integer({ min: -MAX_CENTS, max: MAX_CENTS })

  test('is exact for every amount of cents, however it is grouped and signed', () => {
    fc.assert(
      fc.property(cents, fc.constantFrom('point', 'comma'), fc.boolean(), (amount, sign, inBrackets) => {
        const [whole = '', decimals = ''] = centsText(Math.abs(amount)).split('.')
        const [group, point] = sign === 'point' ? [',', '.'] : ['.', ',']
        const plain = whole.replace(/\B(?=(\d{3})+$)/g, group) + point + decimals
        const text = amount >= 0 ? plain : inBrackets ? `(${plain})` : `-${plain}`
        expect(centsOf(text, sign)).toBe(amount)
      }),
      { numRuns: 2_000 },
    )
  })

  test('mirrors: a refund has the cents of its purchase with the other sign', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{1,9}\.\d{1,12}$/), (text) => {
        const amount = centsOf(text) ?? Number.NaN
        expect(centsOf(`-${text}`)).toBe(amount === 0 ? 0 : -amount)
      }),
    )
  })

  test('ends quickly for hostile texts', () => {
    for (const text of [`${'1,'.repeat(40_000)}x`, `${'('.repeat(60_000)}`, `1${' '.repeat(60_000)}2`])
      expect(centsOf(text)).toBeUndefined()
  })
})

describe('quantity x unit price', () => {
  test('is exact and rounded once, half away from zero', () => {
    const total = (quantity: string, price: string) => {
      const [one, other] = [decimalOf(quantity), decimalOf(price)]
      return one && other && centsFrom(product(one, other))
    }
    expect(total('3', '0.335')).toBe(101)
    expect(total('1.1', '1.15')).toBe(127)
    expect(total('-3', '0.335')).toBe(-101)
    expect(total('0.1', '0.2')).toBe(2)
  })
})
