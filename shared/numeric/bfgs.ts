/**
 * Minimises a smooth function with a known gradient: BFGS with a weak Wolfe line search.
 *
 * Method: Nocedal & Wright (2006) ch. 6, inverse-Hessian form; bisection line search of Lewis & Overton (2013),
 * which also survives points where the function is not finite. Steps are bounded so that a flat direction cannot
 * throw the search away. Converged means: largest gradient component below the tolerance. Tested in
 * tests/shared/numeric/bfgs.test.ts.
 */

/** The value at a point; writes the gradient at that point into `gradient`. Not finite means "outside the domain". */
export type Objective = (at: Float64Array, gradient: Float64Array) => number

/** Where a search ended and how. */
export interface Minimum {
  readonly at: Float64Array
  readonly value: number
  readonly gradient: Float64Array
  readonly iterations: number
  readonly evaluations: number
  readonly converged: boolean
}

/** Limits of a search. */
export interface MinimiseOptions {
  readonly gradientTolerance?: number
  readonly maxIterations?: number
  /** Longest step of any coordinate in one iteration. */
  readonly maxStep?: number
}

const SUFFICIENT_DECREASE = 1e-4
const CURVATURE = 0.9
const MOST_HALVINGS = 40
/** Iterations in a row that change nothing but rounding before the search stops. */
const MOST_IDLE = 3

/** The minimum found from `start`; never throws: a search that stops early says `converged: false`. */
export function minimise(
  objective: Objective,
  start: ArrayLike<number>,
  options: MinimiseOptions = {},
): Minimum {
  const { gradientTolerance = 1e-8, maxIterations = 300, maxStep = 2 } = options
  const n = start.length
  let point: Point = evaluate(objective, Float64Array.from(start))
  let evaluations = 1
  let inverse = identity(n)
  let isFresh = true
  let iterations = 0
  let idle = 0
  while (iterations < maxIterations && idle < MOST_IDLE && !(largest(point.gradient) <= gradientTolerance)) {
    const direction = descent(inverse, point.gradient)
    limit(direction, isFresh ? 0.5 : maxStep)
    const slope = dot(direction, point.gradient)
    const found = slope < 0 ? lineSearch(objective, point, direction) : undefined
    evaluations += found?.evaluations ?? 0
    iterations += 1
    if (!found?.next) {
      if (isFresh) break
      inverse = identity(n)
      isFresh = true
      continue
    }
    update(inverse, { before: point, after: found.next, isFresh })
    isFresh = false
    idle = point.value - found.next.value > 1e-14 * Math.abs(point.value) ? 0 : idle + 1
    point = found.next
  }
  const converged = largest(point.gradient) <= gradientTolerance
  return { at: point.at, value: point.value, gradient: point.gradient, iterations, evaluations, converged }
}

interface Point {
  readonly at: Float64Array
  readonly value: number
  readonly gradient: Float64Array
}

function evaluate(objective: Objective, at: Float64Array): Point {
  const gradient = new Float64Array(at.length)
  const value = objective(at, gradient)
  return { at, value, gradient }
}

function lineSearch(objective: Objective, from: Point, direction: Float64Array) {
  const slope = dot(direction, from.gradient)
  // Rounding of the objective must not look like an increase once steps become tiny.
  const noise = 4 * Number.EPSILON * Math.abs(from.value)
  let low = 0
  let high = Infinity
  let step = 1
  let best: Point | undefined
  for (let evaluations = 1; evaluations <= MOST_HALVINGS; evaluations++) {
    const next = evaluate(
      objective,
      from.at.map((coordinate, index) => coordinate + step * (direction[index] ?? 0)),
    )
    if (!(next.value <= from.value + SUFFICIENT_DECREASE * step * slope + noise)) high = step
    else if (dot(direction, next.gradient) < CURVATURE * slope) {
      low = step
      best = next
    } else return { next, evaluations }
    step = high < Infinity ? (low + high) / 2 : 2 * low
    if (high - low < 1e-14 * step || (low > 0 && step > 64)) return { next: best, evaluations }
  }
  return { next: best, evaluations: MOST_HALVINGS }
}

function update(inverse: Float64Array[], move: { before: Point; after: Point; isFresh: boolean }): void {
  const s = move.after.at.map((coordinate, index) => coordinate - (move.before.at[index] ?? 0))
  const y = move.after.gradient.map((slope, index) => slope - (move.before.gradient[index] ?? 0))
  const sy = dot(s, y)
  if (!(sy > 1e-14 * Math.sqrt(dot(s, s) * dot(y, y)))) return
  if (move.isFresh) {
    const scale = sy / dot(y, y)
    inverse.forEach((row, index) => row.fill(0).fill(scale, index, index + 1))
  }
  const hy = inverse.map((row) => dot(row, y))
  const factor = (1 + dot(y, Float64Array.from(hy)) / sy) / sy
  inverse.forEach((row, i) => {
    for (let j = 0; j < row.length; j++) {
      const change =
        factor * (s[i] ?? 0) * (s[j] ?? 0) - ((hy[i] ?? 0) * (s[j] ?? 0) + (s[i] ?? 0) * (hy[j] ?? 0)) / sy
      row[j] = (row[j] ?? 0) + change
    }
  })
}

function identity(n: number): Float64Array[] {
  return Array.from({ length: n }, (_, index) => new Float64Array(n).fill(1, index, index + 1))
}

function descent(inverse: Float64Array[], gradient: Float64Array): Float64Array {
  return Float64Array.from(inverse, (row) => -dot(row, gradient))
}

function limit(direction: Float64Array, maxStep: number): void {
  const size = largest(direction)
  if (size > maxStep) direction.forEach((step, index) => (direction[index] = (step * maxStep) / size))
}

function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0
  for (let index = 0; index < left.length; index++) sum += (left[index] ?? 0) * (right[index] ?? 0)
  return sum
}

function largest(vector: Float64Array): number {
  let size = 0
  for (const component of vector) size = Math.max(size, Math.abs(component))
  return size
}
