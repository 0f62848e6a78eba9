/** The line of a sparkline as SVG paths, in a box of the given size; gaps where a value is missing. */
export interface Sparkline {
  readonly line: string
  readonly area: string
  readonly end: { readonly x: number; readonly y: number } | undefined
}

const MARGIN = 3

/** Values spread over the width; the smallest at the bottom. A single value or none draws no line. */
export function sparkline(values: readonly (number | null)[], width: number, height: number): Sparkline {
  const known = values.filter((value) => value !== null)
  const [low, high] = [Math.min(...known), Math.max(...known)]
  const spread = high - low || 1
  const points = values.map((value, index) => {
    if (value === null) return undefined
    const x = MARGIN + (index / Math.max(1, values.length - 1)) * (width - 2 * MARGIN)
    const share = high === low ? 0.5 : (value - low) / spread
    return { x: round(x), y: round(height - MARGIN - share * (height - 2 * MARGIN)) }
  })
  const parts = runs(points).filter((part) => part.length > 1)
  const line = parts.map((part) => `M${part.map(({ x, y }) => `${x} ${y}`).join('L')}`).join('')
  const area = parts
    .map((part) => `M${part.map(({ x, y }) => `${x} ${y}`).join('L')}V${height}H${part[0]?.x ?? 0}Z`)
    .join('')
  return { line, area, end: points.findLast((point) => point !== undefined) }
}

type Point = { readonly x: number; readonly y: number }

function runs(points: readonly (Point | undefined)[]): Point[][] {
  const parts: Point[][] = [[]]
  for (const point of points) {
    if (point) parts.at(-1)?.push(point)
    else parts.push([])
  }
  return parts
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
