/**
 * Minimises a function without a gradient: the downhill simplex.
 *
 * Method: Nelder & Mead (1965) with the dimension-adaptive coefficients of Gao & Han (2012); restarted once from the
 * best point, because a simplex can collapse early. Tested in tests/shared/numeric/nelder-mead.test.ts.
 */

/** Where a simplex search ended and how. */
export interface SimplexMinimum {
  readonly at: number[]
  readonly value: number
  readonly iterations: number
  readonly converged: boolean
}

interface Vertex {
  readonly at: number[]
  readonly value: number
}

/** The minimum found from `start`; a value that is not finite counts as +Infinity. */
export function minimiseWithoutGradient(
  objective: (at: readonly number[]) => number,
  start: readonly number[],
  options: { readonly tolerance?: number; readonly maxIterations?: number; readonly size?: number } = {},
): SimplexMinimum {
  const { tolerance = 1e-10, maxIterations = 4_000, size = 0.5 } = options
  const measure = (at: number[]): Vertex => {
    const value = objective(at)
    return { at, value: Number.isFinite(value) ? value : Infinity }
  }
  const first = descend(measure, simplexAround(measure, start, size), { tolerance, maxIterations })
  const again = descend(measure, simplexAround(measure, first.at, size / 4), { tolerance, maxIterations })
  return { ...again, iterations: first.iterations + again.iterations }
}

function simplexAround(measure: (at: number[]) => Vertex, start: readonly number[], size: number): Vertex[] {
  const corner = measure([...start])
  const rest = start.map((_, axis) =>
    measure(start.map((value, index) => (index === axis ? value + size : value))),
  )
  return [corner, ...rest]
}

function descend(
  measure: (at: number[]) => Vertex,
  simplex: Vertex[],
  { tolerance, maxIterations }: { tolerance: number; maxIterations: number },
): SimplexMinimum {
  const n = simplex.length - 1
  for (let iterations = 0; ; iterations++) {
    simplex.sort((left, right) => left.value - right.value)
    const best = simplex[0]
    const worst = simplex[n]
    if (!best || !worst) throw new Error('Impossible: a simplex has vertices')
    const converged = spread(simplex) <= tolerance
    if (converged || iterations >= maxIterations)
      return { at: best.at, value: best.value, iterations, converged }
    const replacement = improved(measure, simplex, worst)
    if (replacement) simplex[n] = replacement
    else {
      const shrunk = 1 - 1 / n
      simplex.forEach((vertex, index) => {
        if (index > 0) simplex[index] = measure(between(best.at, vertex.at, shrunk))
      })
    }
  }
}

/** A vertex better than the worst by reflection, expansion or contraction; none means the simplex must shrink. */
function improved(measure: (at: number[]) => Vertex, simplex: Vertex[], worst: Vertex): Vertex | undefined {
  const n = simplex.length - 1
  const centre = worst.at.map(
    (_, axis) => simplex.slice(0, n).reduce((sum, vertex) => sum + (vertex.at[axis] ?? 0), 0) / n,
  )
  const reflected = measure(between(centre, worst.at, -1))
  const best = simplex[0]?.value ?? Infinity
  const second = simplex[n - 1]?.value ?? Infinity
  if (reflected.value < best) {
    const expanded = measure(between(centre, worst.at, -(1 + 2 / n)))
    return expanded.value < reflected.value ? expanded : reflected
  }
  if (reflected.value < second) return reflected
  const share = 0.75 - 1 / (2 * n)
  const contracted = measure(between(centre, reflected.value < worst.value ? reflected.at : worst.at, share))
  return contracted.value < Math.min(reflected.value, worst.value) ? contracted : undefined
}

function between(from: readonly number[], to: readonly number[], share: number): number[] {
  return from.map((value, axis) => value + share * ((to[axis] ?? 0) - value))
}

function spread(simplex: readonly Vertex[]): number {
  const best = simplex[0]
  if (!best) return 0
  return simplex.reduce((widest, vertex) => {
    const distance = Math.max(...vertex.at.map((value, axis) => Math.abs(value - (best.at[axis] ?? 0))))
    return Math.max(widest, Math.min(distance, Math.abs(vertex.value - best.value) + distance * 1e-3))
  }, 0)
}
