/** The tiles of a dashboard recomputed client by client from the raw facts, each client valued once by the naive twin. */
import type { ClientWithFacts } from '#shared/client/client'
import type { Context } from '#shared/portfolio/context'
import { naivePortfolio } from './naive-portfolio.ts'

/** What a dashboard may be asked, by the words of its URL. */
export interface TwinQuestion {
  readonly period: string
  readonly segment?: string
  readonly channel?: string
  readonly status?: string
}

/** The tiles of any question, from clients valued once. */
export function createDashboardTwin(clients: readonly ClientWithFacts[], context: Context) {
  const cells = new Map<string, { cell: readonly string[]; sums: number[] }[]>()
  for (const client of clients)
    for (const [key, sums] of Object.entries(naivePortfolio([client], context))) {
      const [table, when, ...cell] = key.split('|')
      const slot = `${table}|${when}`
      cells.set(slot, [...(cells.get(slot) ?? []), { cell, sums }])
    }

  /** The amounts of every client's one cell of a table at one time, where the filter takes it. */
  function amounts(table: string, when: string, { segment, channel, status }: TwinQuestion): number[][] {
    return (cells.get(`${table}|${when}`) ?? [])
      .filter(
        ({ cell }) =>
          (segment === undefined || cell[0] === segment) &&
          (channel === undefined || cell[1] === channel) &&
          (status === undefined || cell[2] === status),
      )
      .map(({ sums }) => sums)
  }
  const sum = (rows: readonly number[][], index: number) =>
    rows.reduce((total, row) => total + (row[index] ?? 0), 0)

  /** Mean CLV of the active, of everybody, CLV at risk, and the CLVs of the active in order. */
  function values(question: TwinQuestion, day = context.asOf) {
    const states = amounts('state', day, question)
    const [clients, active, valued] = [sum(states, 0), sum(states, 1), sum(states, 2)]
    const activeValued = sum(states, 8)
    const isShown = active > 0 && activeValued >= 0.9 * active
    return {
      clients,
      n: activeValued,
      averageActive: isShown ? (sum(states, 9) + sum(states, 10)) / activeValued : null,
      historic: isShown ? sum(states, 9) / activeValued : null,
      averageEver: valued > 0 ? (sum(states, 7) + sum(states, 6)) / valued : null,
      atRisk: isShown ? sum(states, 11) : null,
      each: states
        .filter((row) => row[8] === 1)
        .map((row) => row[9]! + row[10]!)
        .sort((left, right) => left - right),
    }
  }

  /** Counts and money of a stretch. */
  function flows(question: TwinQuestion, when: string) {
    const rows = amounts('flow', when, question)
    const [atStart, retained, lost] = [sum(rows, 0), sum(rows, 1), sum(rows, 2)]
    return {
      retention: atStart > 0 ? retained / atStart : null,
      churn: atStart > 0 ? lost / atStart : null,
      revenue: sum(rows, 6),
      bridge: [11, 12, 13, 14, 15].map((index) => sum(rows, index)),
    }
  }

  return { values, flows }
}
