/**
 * Season of a series: whether there is one, and its indices by classical decomposition.
 *
 * A season is used when two full seasons are known and the means of the months, after a straight line is removed,
 * differ by more than chance: F of the one-way analysis of variance above 2.82, its 5 % point for two seasons of
 * twelve and stricter for more. Indices are ratios to the centred moving average where all values are positive,
 * else differences; they average 1 or 0.
 * Source: classical decomposition, Hyndman & Athanasopoulos FPP3 3.4. Tested in tests/shared/models/season.test.ts.
 */

import { lineThrough } from './exponential-smoothing.ts'

/** A season of `period` indices, the first belonging to the first value of the series. */
export interface Season {
  readonly kind: 'none' | 'ratio' | 'difference'
  readonly indices: readonly number[]
}

/** The season of a series, `none` where it cannot be told from chance. */
export function seasonOf(series: readonly number[], period: number): Season {
  if (period < 2 || series.length < 2 * period || !isSeasonal(series, period))
    return { kind: 'none', indices: [] }
  const kind = series.every((value) => value > 0) ? 'ratio' : 'difference'
  const trend = centredAverage(series, period)
  const sums = Array.from({ length: period }, () => ({ total: 0, count: 0 }))
  series.forEach((value, index) => {
    const level = trend[index]
    const slot = sums[index % period]
    if (level === undefined || !slot) return
    slot.total += kind === 'ratio' ? value / level : value - level
    slot.count += 1
  })
  const raw = sums.map(({ total, count }) => (count > 0 ? total / count : kind === 'ratio' ? 1 : 0))
  const mean = raw.reduce((sum, index) => sum + index, 0) / period
  return { kind, indices: raw.map((index) => (kind === 'ratio' ? index / mean : index - mean)) }
}

/** The series without its season. */
export function withoutSeason(series: readonly number[], season: Season): number[] {
  return series.map((value, index) => {
    const effect = effectAt(season, index)
    return season.kind === 'ratio' ? value / effect : value - effect
  })
}

/** A value at a position of the series (0 is its first value) with its season put back. */
export function withSeason(value: number, season: Season, position: number): number {
  const effect = effectAt(season, position)
  return season.kind === 'ratio' ? value * effect : value + effect
}

/** How far a deviation is stretched by the season at a position: the index where it is a ratio. */
export function seasonalStretch(season: Season, position: number): number {
  return season.kind === 'ratio' ? effectAt(season, position) : 1
}

function effectAt({ kind, indices }: Season, position: number): number {
  return kind === 'none' ? 0 : (indices[position % indices.length] ?? 0)
}

const LEAST_F = 2.82

function isSeasonal(series: readonly number[], period: number): boolean {
  const n = series.length
  const { level, slope } = lineThrough(series)
  const residuals = series.map((value, index) => value - level - slope * (index + 1))
  const total = residuals.reduce((sum, residual) => sum + residual * residual, 0)
  const mean = series.reduce((sum, value) => sum + Math.abs(value), 0) / n
  if (total <= 1e-18 * n * mean * mean) return false
  let between = 0
  for (let slot = 0; slot < period; slot++) {
    const group = residuals.filter((_, index) => index % period === slot)
    between += group.reduce((sum, residual) => sum + residual, 0) ** 2 / group.length
  }
  const within = Math.max(0, total - between)
  const freedom = n - period - 1
  return freedom > 0 && between / (period - 1) > LEAST_F * (within / freedom)
}

/** Centred moving average over one season; undefined within half a season of either end. */
function centredAverage(series: readonly number[], period: number): (number | undefined)[] {
  const half = Math.floor(period / 2)
  const isEven = period % 2 === 0
  return series.map((_, index) => {
    if (index < half || index + half >= series.length) return undefined
    let sum = 0
    for (let offset = -half; offset <= half; offset++) {
      const weight = isEven && Math.abs(offset) === half ? 0.5 : 1
      sum += weight * (series[index + offset] ?? 0)
    }
    return sum / period
  })
}
