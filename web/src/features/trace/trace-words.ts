import type { TraceView } from '#shared/portfolio/trace-view.schema'
import { count, inUnit, money } from '../../lib/format.ts'

type Term = TraceView['terms'][number]

/** An amount to the last digit: what is added up is shown as it is added. */
export function exactly(value: number, unit: Term['unit'], currency: string): string {
  if (unit === 'cents') return money(value, currency)
  return unit === 'count' ? count(value) : inUnit(value, unit, currency)
}

/** The formula in words, and with its numbers filled in. */
export function formulaText({ formula, terms, currency }: Pick<TraceView, 'formula' | 'terms' | 'currency'>) {
  const fill = (write: (term: Term) => string) =>
    formula.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      const term = terms.find((one) => one.name === name)
      return term ? write(term) : '—'
    })
  return {
    words: fill(({ title }) => title),
    numbers: fill(({ value, unit }) => exactly(value, unit, currency)),
  }
}
