import type { Figure } from '#shared/kernel/figure.schema'
import { chance, count, inUnit, NOTHING, range } from './format.ts'

/** What a figure reads like: its value, its named intervals, its sample size, and why it is missing. */
export interface FigureText {
  readonly value: string
  readonly interval80?: string
  readonly interval95?: string
  readonly sample?: string
  readonly reason?: string
}

/** How a figure is written. `isChance` keeps probabilities off 0 % and 100 %. */
export interface FigureStyle {
  readonly currency: string
  readonly isChance?: boolean
}

/** A figure as words. */
export function figureText(figure: Figure, { currency, isChance = false }: FigureStyle): FigureText {
  if (figure.value === null) return { value: NOTHING, reason: figure.reason ?? 'Not known yet.' }
  const one = (value: number): string => (isChance ? chance(value) : inUnit(value, figure.unit, currency))
  const { low80, high80, low95, high95, n, reason } = figure
  return {
    value: one(figure.value),
    ...(low80 !== undefined &&
      high80 !== undefined && { interval80: `${range(low80, high80, one)} 80% interval` }),
    ...(low95 !== undefined &&
      high95 !== undefined && { interval95: `${range(low95, high95, one)} 95% interval` }),
    ...(n !== undefined && { sample: `n = ${count(n)}` }),
    ...(reason !== undefined && { reason }),
  }
}
