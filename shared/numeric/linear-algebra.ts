/**
 * Small dense symmetric systems: solving and inverting by Cholesky's factorisation.
 *
 * Source: Golub & Van Loan (2013) 4.2. A matrix that is not positive definite gives undefined, which callers read
 * as "the data do not identify this". Tested in tests/shared/numeric/linear-algebra.test.ts.
 */

/** A square matrix as rows. */
export type Matrix = readonly (readonly number[])[]

/** The lower Cholesky factor, or undefined when the matrix is not (numerically) positive definite. */
export function cholesky(matrix: Matrix): number[][] | undefined {
  const n = matrix.length
  const lower = Array.from({ length: n }, () => new Array<number>(n).fill(0))
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i]?.[j] ?? 0
      for (let k = 0; k < j; k++) sum -= (lower[i]?.[k] ?? 0) * (lower[j]?.[k] ?? 0)
      const row = lower[i]
      if (!row) return undefined
      if (i !== j) row[j] = sum / (lower[j]?.[j] ?? 1)
      else if (sum > 1e-14 * Math.abs(matrix[i]?.[i] ?? 0) && Number.isFinite(sum)) row[j] = Math.sqrt(sum)
      else return undefined
    }
  }
  return lower
}

/** The solution of matrix · x = right, or undefined when the matrix is not positive definite. */
export function solve(matrix: Matrix, right: readonly number[]): number[] | undefined {
  const lower = cholesky(matrix)
  return lower && solveFactored(lower, right)
}

/** The solution for an already factored matrix. */
export function solveFactored(lower: Matrix, right: readonly number[]): number[] {
  const n = lower.length
  const x = [...right]
  for (let i = 0; i < n; i++) {
    let sum = x[i] ?? 0
    for (let k = 0; k < i; k++) sum -= (lower[i]?.[k] ?? 0) * (x[k] ?? 0)
    x[i] = sum / (lower[i]?.[i] ?? 1)
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = x[i] ?? 0
    for (let k = i + 1; k < n; k++) sum -= (lower[k]?.[i] ?? 0) * (x[k] ?? 0)
    x[i] = sum / (lower[i]?.[i] ?? 1)
  }
  return x
}

/** The inverse, or undefined when the matrix is not positive definite. */
export function inverse(matrix: Matrix): number[][] | undefined {
  const lower = cholesky(matrix)
  if (!lower) return undefined
  return matrix.map((_, column) =>
    solveFactored(
      lower,
      matrix.map((__, row) => (row === column ? 1 : 0)),
    ),
  )
}
