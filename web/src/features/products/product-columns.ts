import type { ProductOrder } from '#shared/portfolio/product-view.schema'

/** A column of the table of products, and from which width of the page on it shows. */
export interface ProductColumn {
  readonly name: ProductOrder | 'abc' | 'trend'
  readonly title: string
  readonly about: string
  readonly isNumber?: boolean
  readonly shows?: string
}

/** The columns, in order; the cells of `ProductsTable.vue` follow. */
export const productColumns: readonly ProductColumn[] = [
  { name: 'name', title: 'Product', about: 'Name, id and family' },
  {
    name: 'stage',
    title: 'Stage',
    about: 'By the lifecycle rule, or set by hand',
    shows: 'hidden @3xl:table-cell',
  },
  {
    name: 'abc',
    title: 'ABC',
    about: 'A: first 80 % of revenue, B: next 15 %, C: the rest',
    shows: 'hidden @4xl:table-cell',
  },
  { name: 'revenue', title: 'Revenue', about: 'Of the period, charges and refunds included', isNumber: true },
  {
    name: 'growth',
    title: 'Change',
    about: 'Revenue against the period compared with',
    isNumber: true,
    shows: 'hidden @md:table-cell',
  },
  {
    name: 'margin',
    title: 'Margin',
    about: 'Of the period',
    isNumber: true,
    shows: 'hidden @2xl:table-cell',
  },
  {
    name: 'holders',
    title: 'Holders',
    about: 'At the run’s day; what is bought counts for a year',
    isNumber: true,
    shows: 'hidden @2xl:table-cell',
  },
  {
    name: 'buyers',
    title: 'Buyers',
    about: 'Clients who bought it in the period',
    isNumber: true,
    shows: 'hidden @7xl:table-cell',
  },
  {
    name: 'penetration',
    title: 'Penetration',
    about: 'Active holders over active clients',
    isNumber: true,
    shows: 'hidden @6xl:table-cell',
  },
  {
    name: 'repeat',
    title: 'Repeat',
    about: 'Buyers who had bought it before',
    isNumber: true,
    shows: 'hidden @7xl:table-cell',
  },
  {
    name: 'loss',
    title: 'Holders lost',
    about: 'Of the holders active at the period’s start',
    isNumber: true,
    shows: 'hidden @5xl:table-cell',
  },
  {
    name: 'first-value',
    title: 'First-product CLV',
    about: 'Mean total CLV of clients who started with it',
    isNumber: true,
    shows: 'hidden @7xl:table-cell',
  },
  {
    name: 'trend',
    title: '12 months',
    about: 'Revenue of the last 12 full months',
    shows: 'hidden @7xl:table-cell',
  },
]
