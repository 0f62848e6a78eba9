import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import { one } from './query-text.ts'

/** A figure to follow: its metric, and what its question says beyond the page's own filters. */
export interface TraceLink {
  readonly metric: string
  readonly question?: Readonly<Record<string, string>>
}

/** The names a page's filters have in the URL and in the question. */
const pageFilters = ['period', 'compare', 'run', 'segment', 'channel', 'status'] as const

/** What a figure of products takes from its page: the catalogue's own filters are none of clients. */
const productFilters = ['period', 'compare'] as const

const escaped = (text: string) => text.replaceAll('%', '%25').replaceAll('~', '%7E')
const unescaped = (text: string) => text.replaceAll('%7E', '~').replaceAll('%25', '%')

/** A link as it stands in the URL: `cohort-retention~cohort:2025-06~life:3`. */
export function printTrace({ metric, question = {} }: TraceLink): string {
  return [metric, ...Object.entries(question).map(([name, value]) => `${name}:${escaped(value)}`)].join('~')
}

/** The link that a text of the URL stands for. */
export function parseTrace(text: string): TraceLink {
  const [metric = '', ...words] = text.split('~')
  const question = Object.fromEntries(
    words.map((word) => [word.slice(0, word.indexOf(':')), unescaped(word.slice(word.indexOf(':') + 1))]),
  )
  return { metric, question }
}

/** The same page with a figure followed. */
export function traced(query: LocationQuery, link: TraceLink): { query: LocationQueryRaw } {
  return { query: { ...query, trace: printTrace(link) } }
}

/** The same page with no figure followed. */
export function untraced({ trace: _, ...query }: LocationQuery): { query: LocationQueryRaw } {
  return { query }
}

/** What the API is asked: the page's filters, overruled by the link's own question. */
export function traceQuestion(query: LocationQuery, { question = {} }: TraceLink): Record<string, string> {
  const names = (question['product'] ?? question['family']) ? productFilters : pageFilters
  const page = names.flatMap((name) => {
    const value = one(query, name)
    return value === undefined ? [] : [[name, value] as const]
  })
  return { ...Object.fromEntries(page), ...question }
}
