import type { Figure } from '#shared/kernel/figure.schema'
import type { Change } from './landing-view.schema.ts'
import type { Figures } from './visit.ts'

interface Watched {
  readonly title: string
  readonly unit: Figure['unit'] | 'day'
  readonly isUpGood: boolean | null
  readonly path: string
}

/** What is compared between two visits, in the order it is told. */
export const watched = {
  asOf: { title: 'Valued as of', unit: 'day', isUpGood: null, path: '/runs' },
  clients: { title: 'Clients', unit: 'count', isUpGood: true, path: '/clients?sort=time' },
  revenue: { title: 'Revenue of 12 months', unit: 'cents', isUpGood: true, path: '/dashboard' },
  'average-clv': { title: 'Average CLV', unit: 'cents', isUpGood: true, path: '/dashboard' },
  retention: { title: 'Retention of 12 months', unit: 'share', isUpGood: true, path: '/dashboard' },
  churn: { title: 'Churn of 12 months', unit: 'share', isUpGood: false, path: '/dashboard' },
  'clv-at-risk': { title: 'CLV at risk', unit: 'cents', isUpGood: false, path: '/clients?risk=high' },
  issues: { title: 'Open data-quality issues', unit: 'count', isUpGood: false, path: '/quality' },
  stages: { title: 'Products whose stage changed', unit: 'count', isUpGood: null, path: '/products' },
} as const satisfies Record<string, Watched>

/** What a figure is compared under. */
export type WatchedName = keyof typeof watched

const names = Object.keys(watched) as WatchedName[]

/** What changed between the figures of two visits; figures known at one of them only are left out. */
export function changesBetween(then: Figures, now: Figures): Change[] {
  return names.flatMap((name) => {
    const [from, to] = [then[name], now[name]]
    if (from === undefined || to === undefined || from === to) return []
    return [{ name, ...watched[name], from, to }]
  })
}
