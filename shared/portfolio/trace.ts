/** A figure followed to what it is made of, as a function of a snapshot and a question. */
import { DomainError } from '#shared/kernel/errors'
import { type Figure, withheld } from '#shared/kernel/figure.schema'
import { metrics } from './metrics.ts'
import { segments } from './segments.ts'
import type { TraceQuery, TraceTerm, TraceView } from './trace-view.schema.ts'
import { type About, stretchOf, totalOf, type TracedMetric, type TracedPart } from './traced.ts'

/** What a trace says before its rows are read, and the part whose rows are. */
export interface TraceHead {
  readonly view: Pick<
    TraceView,
    'metric' | 'title' | 'scope' | 'figure' | 'definition' | 'formula' | 'terms' | 'kind' | 'exclusions'
  > & { readonly explanation?: string }
  readonly part?: TracedPart & { readonly total: number }
}

/** Whether a question is about a product or a family. */
export function isOfProducts({ product, family }: TraceQuery): boolean {
  return product !== undefined || family !== undefined
}

/** A metric that can be followed. */
export function metricNamed(name: string): TracedMetric {
  const metric = Object.hasOwn(metrics, name) ? metrics[name] : undefined
  if (metric) return metric
  throw new DomainError('not-found', 'metric.not-found', `There is no figure called "${name}".`, {
    details: { name, known: Object.keys(metrics) },
  })
}

/** Definition, formula, terms, exclusions and the figure of a metric, and the part that is asked for. */
export function traceHead(name: string, about: About): TraceHead {
  const metric = metricNamed(name)
  const numerator = metric.numerator?.(about)
  const denominator = metric.denominator?.(about)
  const parts = { numerator, denominator }
  const totals = {
    numerator: numerator && totalOf(numerator, about),
    denominator: denominator && totalOf(denominator, about),
  }
  const figure = metric.figure?.(about) ?? figureOf(numerator, totals)
  const wished = about.question.part
  const part = figure.value === null && !numerator ? undefined : (parts[wished] ?? numerator)
  const explanation = metric.explanation?.(about)
  return {
    view: {
      metric: name,
      title: metric.title,
      scope: scopeOf(about, metric.when?.(about)),
      figure,
      definition: metric.definition(about),
      formula: metric.formula,
      terms: [...termsOf(parts, totals), ...(metric.terms?.(about) ?? [])],
      kind: numerator ? (denominator ? 'ratio' : 'sum') : 'computed',
      exclusions: [...(metric.exclusions?.(about) ?? [])],
      ...(explanation === undefined ? {} : { explanation }),
    },
    ...(part && figure.value !== null ? { part: { ...part, total: totalOf(part, about) } } : {}),
  }
}

type Totals = { readonly numerator: number | undefined; readonly denominator: number | undefined }

function figureOf(numerator: TracedPart | undefined, totals: Totals): Figure {
  if (!numerator || totals.numerator === undefined) return withheld('count', 'This figure is no sum.')
  return { value: totals.numerator, unit: numerator.unit }
}

function termsOf(
  parts: { numerator: TracedPart | undefined; denominator: TracedPart | undefined },
  totals: Totals,
): TraceTerm[] {
  return (['numerator', 'denominator'] as const).flatMap((name) => {
    const part = parts[name]
    const value = totals[name]
    return part && value !== undefined ? [{ name, title: part.title, value, unit: part.unit }] : []
  })
}

/** The slice in words: which days, which clients. */
function scopeOf({ snapshot, question }: About, when?: string): string {
  const { segment, channel, status, cohort, month, product, family } = question
  const who = [
    product === undefined ? undefined : `product ${product}`,
    family === undefined ? undefined : `family ${family}`,
    segment === undefined
      ? undefined
      : `segment ${(segments as string[]).includes(segment) ? segment : 'none'}`,
    channel === undefined ? undefined : `channel ${channel}`,
    status === undefined ? undefined : `status ${status}`,
    cohort === undefined ? undefined : `won in ${cohort}`,
  ].filter((word) => word !== undefined)
  const days = when ?? month ?? stretchWords(snapshot, question)
  return [days, who.length > 0 ? who.join(', ') : 'all clients'].join(' · ')
}

function stretchWords({ asOf, context }: About['snapshot'], question: TraceQuery): string {
  const [name, slot] = stretchOf(question).split(':')
  const period = context.periods.find((one) => one.name === name)
  if (!period) return asOf
  const stretch =
    slot === 'previous' ? period.previous : slot === 'year-before' ? period.yearBefore : period.now
  return `${stretch.from} to ${stretch.to}`
}
