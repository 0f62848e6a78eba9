import type { LandingView } from '#shared/landing/landing-view.schema'
import type { ProductsSummary } from '#shared/portfolio/products-summary.schema'
import type { SectionName } from '#shared/sections'
import { day, monthInFull } from '../../lib/days.ts'
import type { Delta } from '../../lib/delta.ts'
import { type FigureText, figureText } from '../../lib/figure.ts'
import { count, moneyShort, NOTHING } from '../../lib/format.ts'

/** One thing a section is for, its figure, and where it is done. */
export interface Point {
  readonly title: string
  readonly text: string
  readonly path: string
}

/** A section on the first page: its liveliest figure and what it is for. */
export interface Card {
  readonly section: SectionName
  readonly path: string
  readonly title: string
  readonly text: string
  readonly value: string
  readonly unit: string
  readonly delta?: Delta | null
  readonly sparkline?: readonly (number | null)[]
  readonly points: readonly Point[]
}

const many = (amount: number, one: string, more = `${one}s`): string =>
  `${count(amount)} ${amount === 1 ? one : more}`

/** The state of everything in one sentence. */
export function landingLead({ run, work }: LandingView): string {
  if (!run) return 'Nothing has been valued yet.'
  const changed =
    run.changedClients > 0 ? ` ${many(run.changedClients, 'client has', 'clients have')} changed since.` : ''
  const next = work.total > 0 ? ` ${many(work.total, 'thing needs', 'things need')} a look.` : ''
  return `Valued as of ${day(run.asOf)}.${changed}${next}`
}

type Said = (name: string) => string

function kpiText({ headline, currency }: LandingView, name: string): FigureText {
  const kpi = headline?.kpis.find((one) => one.name === name)
  return kpi ? figureText(kpi.figure, { currency }) : { value: NOTHING, reason: 'after the next run' }
}

function analytics(view: LandingView): Card {
  const { headline, live, currency } = view
  const clv = headline?.kpis.find(({ name }) => name === 'average-clv')
  const text = kpiText(view, 'average-clv')
  return {
    section: 'dashboard',
    path: '/dashboard',
    title: 'Analytics',
    text: 'Value, retention, growth and churn of all clients together.',
    value: text.value,
    unit: text.reason ?? (clv?.title ?? 'Average CLV').replace('Average', 'average'),
    delta: clv && clv.figure.value !== null ? clv.delta : null,
    ...(clv ? { sparkline: clv.sparkline } : {}),
    points: [
      {
        title: 'Key metrics and charts',
        text: `${kpiText(view, 'retention').value} retention, ${kpiText(view, 'churn').value} churn`,
        path: '/dashboard',
      },
      {
        title: `Live: ${monthInFull(live.month)} so far`,
        text: `${moneyShort(live.revenueCents, currency)} from ${many(live.orders, 'order')}`,
        path: '/dashboard?period=month-to-date',
      },
      {
        title: 'Follow a figure to its clients',
        text: `${kpiText(view, 'clv-at-risk').value} CLV at risk`,
        path: '/dashboard?trace=clv-at-risk',
      },
    ],
  }
}

function clients(view: LandingView): Card {
  const { headline, live, work } = view
  const dearest = work.items.find(({ kind }) => kind === 'client')
  const active = view.clients.byStatus.find(({ status }) => status === 'active')?.count ?? 0
  return {
    section: 'clients',
    path: '/clients',
    title: 'Clients',
    text: 'Each client with its value, its chance to stay and what it bought.',
    value: count(view.clients.total),
    unit: `clients, ${count(active)} active`,
    ...(headline ? { sparkline: headline.activeByMonth } : {}),
    points: [
      {
        title: 'Client information',
        text: `${count(live.newClients)} new this month`,
        path: '/clients?sort=time',
      },
      {
        title: 'Portfolio overview',
        text: headline ? many(headline.bySegment.length, 'segment') : 'by value',
        path: '/clients',
      },
      {
        title: 'Detailed profiles',
        text: dearest ? `${dearest.title}, most at stake` : 'one page for each client',
        path: dearest?.path ?? '/clients?sort=value',
      },
    ],
  }
}

function products(summary: ProductsSummary | undefined): Card {
  const best = summary?.movers[0]
  const changes = summary?.stageChanges.length
  return {
    section: 'products',
    path: '/products',
    title: 'Products',
    text: 'Catalogue, charges, sales, lifecycle and bundles.',
    value: summary ? count(summary.products) : NOTHING,
    unit: summary ? `products, ${many(summary.bundles, 'bundle')} worth offering` : 'products',
    points: [
      { title: 'Catalogue', text: 'charges and buyers', path: '/products' },
      {
        title: 'Performance',
        text: best ? `${best.name} moved most` : 'sales and trends',
        path: best ? `/product/${encodeURIComponent(best.id)}` : '/products',
      },
      {
        title: 'Lifecycle',
        text: changes === undefined ? 'stages' : many(changes, 'stage change'),
        path: '/products',
      },
    ],
  }
}

function reports(said: Said): Card {
  return {
    section: 'reports',
    path: '/reports',
    title: 'Reports',
    text: 'Revenue, churn, segments and trends as documents and files.',
    value: said('ready'),
    unit: `ready of your newest ${said('newest')}`,
    points: [
      { title: 'Financial reports', text: said('latest'), path: '/reports' },
      { title: 'Custom generation', text: 'type, period and clients', path: '/reports' },
      { title: 'PDF and CSV', text: 'and XLSX, JSON', path: '/reports' },
    ],
  }
}

function quality(said: Said): Card {
  return {
    section: 'quality' as SectionName,
    path: '/quality',
    title: 'Data quality',
    text: 'What is wrong with the data, what it costs, and how it is put right.',
    value: said('open'),
    unit: 'open issues',
    points: [
      { title: 'Monitoring', text: `last scan ${said('scanned')}`, path: '/quality' },
      { title: 'Issues and their resolution', text: `${said('critical')} critical`, path: '/quality' },
      { title: 'Quality metrics', text: `${said('score')} of 100`, path: '/quality' },
    ],
  }
}

/** The five sections with their figures, those first that say most. */
export function landingCards(view: LandingView, summary?: ProductsSummary): Card[] {
  const saidBy =
    (section: keyof LandingView['sections']): Said =>
    (name) => {
      const value = view.sections[section]?.[name] ?? null
      return typeof value === 'number' ? count(value) : (value ?? NOTHING)
    }
  return [
    analytics(view),
    clients(view),
    products(summary),
    reports(saidBy('reports')),
    quality(saidBy('quality')),
  ]
}
