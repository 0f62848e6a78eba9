/**
 * Gaussian quadrature for expectations under a beta distribution, and on a plain interval.
 *
 * E[g(p)], p ~ Beta(a, b), is approximated by Σ wₖ g(pₖ), exact for polynomials up to degree 2n − 1. Nodes are the
 * eigenvalues of the Jacobi matrix of the shifted Jacobi polynomials and weights the squared first components of
 * its eigenvectors (Golub & Welsch 1969, Math. Comp. 23; implicit QL as in EISPACK imtql2, first row only).
 * Accuracy: nodes and weights to about 1e-13 absolute; tested on moments in
 * tests/shared/numeric/gauss-jacobi.test.ts.
 */
import { DomainError } from '#shared/kernel/errors'

/** Nodes and weights of one rule; the weights add up to 1. */
export interface Quadrature {
  readonly nodes: Float64Array
  readonly weights: Float64Array
}

/**
 * The n-point rule for expectations under Beta(a, b): nodes in (0, 1), weights adding up to 1; a, b > 0, n ≥ 1.
 *
 * @throws DomainError `quadrature.not-converged` when the eigenvalues cannot be found (arguments not finite)
 */
export function betaQuadrature(a: number, b: number, n: number): Quadrature {
  const diagonal = new Float64Array(n)
  const offDiagonal = new Float64Array(n)
  const total = a + b - 2
  diagonal[0] = a / (a + b)
  for (let k = 1; k < n; k++) {
    const s = 2 * k + total
    diagonal[k] = (2 * k * (k + total + 1) + total * a) / (s * (s + 2))
    const numerator = k === 1 ? a * b : k * (k + b - 1) * (k + a - 1) * (k + total)
    const denominator = k === 1 ? (a + b) * (a + b) * (a + b + 1) : s * s * (s + 1) * (s - 1)
    offDiagonal[k - 1] = Math.sqrt(numerator / denominator)
  }
  return symmetricTridiagonalRule(diagonal, offDiagonal)
}

/** The n-point Gauss-Legendre rule on (0, 1): weights adding up to 1; n ≥ 1. */
export function uniformQuadrature(n: number): Quadrature {
  return betaQuadrature(1, 1, n)
}

const MOST_SWEEPS = 60

/** The matrix during the sweeps: diagonal, off-diagonal, and the first row of the eigenvectors. */
interface JacobiMatrix {
  readonly nodes: Float64Array
  readonly coupling: Float64Array
  readonly first: Float64Array
}

function symmetricTridiagonalRule(nodes: Float64Array, coupling: Float64Array): Quadrature {
  const n = nodes.length
  const first = new Float64Array(n)
  first[0] = 1
  for (let index = 0; index < n; index++) {
    for (let sweep = 0; ; sweep++) {
      const end = blockEnd(nodes, coupling, index)
      if (end === index) break
      if (sweep === MOST_SWEEPS)
        throw new DomainError(
          'invalid',
          'quadrature.not-converged',
          'The integration nodes could not be found.',
        )
      rotate({ nodes, coupling, first }, index, end)
    }
  }
  return { nodes, weights: first.map((component) => component * component) }
}

/** The last row of the unreduced block that starts at `start`. */
function blockEnd(nodes: Float64Array, coupling: Float64Array, start: number): number {
  let end = start
  while (end < nodes.length - 1) {
    const scale = Math.abs(nodes[end] ?? 0) + Math.abs(nodes[end + 1] ?? 0)
    if (Math.abs(coupling[end] ?? 0) <= Number.EPSILON * scale) break
    end += 1
  }
  return end
}

/** One implicit QL sweep over rows start..end with Wilkinson's shift. */
function rotate({ nodes, coupling, first }: JacobiMatrix, start: number, end: number): void {
  const at = (array: Float64Array, index: number) => array[index] ?? 0
  let g = (at(nodes, start + 1) - at(nodes, start)) / (2 * at(coupling, start))
  const root = Math.hypot(g, 1)
  g = at(nodes, end) - at(nodes, start) + at(coupling, start) / (g + (g >= 0 ? root : -root))
  let sine = 1
  let cosine = 1
  let shift = 0
  for (let row = end - 1; row >= start; row--) {
    const f = sine * at(coupling, row)
    const b = cosine * at(coupling, row)
    const length = Math.hypot(f, g)
    coupling[row + 1] = length
    if (length === 0) {
      nodes[row + 1] = at(nodes, row + 1) - shift
      coupling[end] = 0
      return
    }
    sine = f / length
    cosine = g / length
    g = at(nodes, row + 1) - shift
    const turn = (at(nodes, row) - g) * sine + 2 * cosine * b
    shift = sine * turn
    nodes[row + 1] = g + shift
    g = cosine * turn - b
    const component = at(first, row + 1)
    first[row + 1] = sine * at(first, row) + cosine * component
    first[row] = cosine * at(first, row) - sine * component
  }
  nodes[start] = at(nodes, start) - shift
  coupling[start] = g
  coupling[end] = 0
}
