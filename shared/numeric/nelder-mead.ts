/**
 * Minimises a function without a gradient: the downhill simplex of Nelder & Mead (1965), in the variant of Nash
 * (1990), Compact Numerical Methods for Computers, algorithm 19. That is the variant published benchmarks were
 * made with (R's `optim`), so it ends where they end, also where the function is flat. Reproduces R's path in
 * tests/shared/numeric/nelder-mead.test.ts.
 */

/** Where a simplex search ended and how. */
export interface SimplexMinimum {
  readonly at: readonly number[]
  readonly value: number
  readonly evaluations: number
  readonly converged: boolean
}

/** Limits of a search. */
export interface SimplexOptions {
  /** Stop when the values at the corners differ by less than this share of the first value. */
  readonly tolerance?: number
  readonly maxEvaluations?: number
}

/** Stands in for a value that is not finite. */
const OUTSIDE = 1e35

/** The minimum found from `start`; points where the value is not finite are avoided. */
export function minimiseWithoutGradient(
  objective: (at: readonly number[]) => number,
  start: readonly number[],
  { tolerance = 1e-8, maxEvaluations = 2_000 }: SimplexOptions = {},
): SimplexMinimum {
  let evaluations = 0
  const measure = (at: readonly number[]): Corner => {
    evaluations += 1
    const value = objective(at)
    return { at, value: Number.isFinite(value) ? value : OUTSIDE }
  }
  const { corners, size: firstSize } = simplexAround(measure, start)
  const enough = tolerance * (Math.abs(corners[0]?.value ?? 0) + tolerance)
  let size = firstSize
  let low = 0
  while (evaluations <= maxEvaluations) {
    let high = low
    corners.forEach(({ value }, index) => {
      if (value < valueAt(corners, low)) low = index
      if (value > valueAt(corners, high)) high = index
    })
    if (valueAt(corners, high) <= valueAt(corners, low) + enough)
      return ended(corners, low, { evaluations, converged: true })
    if (improve(corners, { low, high, measure })) continue
    const shrunk = shrink(corners, low, measure)
    if (shrunk >= size) return ended(corners, low, { evaluations, converged: true })
    size = shrunk
  }
  return ended(corners, low, { evaluations, converged: false })
}

interface Corner {
  readonly at: readonly number[]
  readonly value: number
}

type Measure = (at: readonly number[]) => Corner

function valueAt(corners: readonly Corner[], index: number): number {
  return corners[index]?.value ?? OUTSIDE
}

function ended(
  corners: readonly Corner[],
  low: number,
  how: { evaluations: number; converged: boolean },
): SimplexMinimum {
  return { at: corners[low]?.at ?? [], value: valueAt(corners, low), ...how }
}

/** The start and one corner a step along each axis; the step is a tenth of the largest coordinate. */
function simplexAround(measure: Measure, start: readonly number[]): { corners: Corner[]; size: number } {
  const step = 0.1 * Math.max(...start.map(Math.abs)) || 0.1
  const corners = [measure(start)]
  let size = 0
  start.forEach((_, axis) => {
    let trial = step
    let at = [...start]
    while (at[axis] === start[axis]) {
      at = start.map((value, index) => (index === axis ? value + trial : value))
      trial *= 10
    }
    size += trial
    corners.push(measure(at))
  })
  return { corners, size }
}

/** Replaces the highest corner by reflection, expansion or contraction; false when the simplex must shrink. */
function improve(
  corners: Corner[],
  { low, high, measure }: { low: number; high: number; measure: Measure },
): boolean {
  const worst = corners[high]
  if (!worst) return false
  const centre = worst.at.map(
    (value, axis) => corners.reduce((sum, { at }) => sum + (at[axis] ?? 0), -value) / (corners.length - 1),
  )
  const along = (from: readonly number[], share: number): Corner =>
    measure(centre.map((value, axis) => value + share * ((from[axis] ?? 0) - value)))
  const reflected = along(worst.at, -1)
  if (reflected.value < valueAt(corners, low)) {
    const expanded = along(reflected.at, 2)
    corners[high] = expanded.value < reflected.value ? expanded : reflected
    return true
  }
  const isBetter = reflected.value < worst.value
  const kept = isBetter ? reflected : worst
  corners[high] = kept
  const contracted = along(kept.at, 0.5)
  if (contracted.value < kept.value) corners[high] = contracted
  else return isBetter
  return true
}

/** Halves the distance of every corner to the lowest one; returns the new size. */
function shrink(corners: Corner[], low: number, measure: Measure): number {
  const best = corners[low]
  let size = 0
  corners.forEach(({ at }, index) => {
    if (index === low || !best) return
    const moved = at.map((value, axis) => (best.at[axis] ?? 0) + 0.5 * (value - (best.at[axis] ?? 0)))
    size += moved.reduce((sum, value, axis) => sum + Math.abs(value - (best.at[axis] ?? 0)), 0)
    corners[index] = measure(moved)
  })
  return size
}
