import { expect, test } from 'vitest'
import { wilsonInterval } from '#shared/numeric/wilson'

test('the interval of a proportion agrees with a published example and stays inside [0, 1]', () => {
  // Newcombe (1998) Statistics in Medicine 17, table I, method 3: 81/263, 15/148, 0/20, 1/29
  expect(wilsonInterval(81, 263).low).toBeCloseTo(0.2553, 4)
  expect(wilsonInterval(81, 263).high).toBeCloseTo(0.3662, 4)
  expect(wilsonInterval(15, 148).low).toBeCloseTo(0.0624, 4)
  expect(wilsonInterval(15, 148).high).toBeCloseTo(0.1605, 4)
  expect(wilsonInterval(0, 20).low).toBe(0)
  expect(wilsonInterval(0, 20).high).toBeCloseTo(0.1611, 4)
  expect(wilsonInterval(1, 29).high).toBeCloseTo(0.1718, 4)
  expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 })
})
