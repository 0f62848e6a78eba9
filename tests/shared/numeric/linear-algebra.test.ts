import { expect, test } from 'vitest'
import { inverse, solve } from '#shared/numeric/linear-algebra'

test('a positive definite system is solved and inverted', () => {
  const matrix = [
    [4, 2, 0.6],
    [2, 5, 1],
    [0.6, 1, 3],
  ]
  const x = solve(matrix, [1, 2, 3]) ?? []
  const back = matrix.map((row) => row.reduce((sum, value, j) => sum + value * (x[j] ?? 0), 0))

  back.forEach((value, index) => expect(value).toBeCloseTo(index + 1, 12))
  expect(inverse([[4]])).toEqual([[0.25]])
})

test('a matrix that is not positive definite has no inverse', () => {
  expect(
    inverse([
      [1, 2],
      [2, 1],
    ]),
  ).toBeUndefined()
  expect(solve([[Number.NaN]], [1])).toBeUndefined()
})
