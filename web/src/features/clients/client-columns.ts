import type { Sort } from './list-state.ts'

/** A column of the list of clients, and from which width of the page on it shows. */
export interface ClientColumn {
  readonly title: string
  readonly short?: string
  readonly sort?: Sort
  readonly isNumber?: boolean
  readonly shows?: string
}

/** The columns, in order; the cells of `ClientsTable.vue` follow. */
export const clientColumns: readonly ClientColumn[] = [
  { title: 'Client', sort: 'name' },
  { title: 'Segment', shows: 'hidden @5xl:table-cell' },
  { title: 'Status', shows: 'hidden @3xl:table-cell' },
  { title: 'Total CLV', sort: 'value', isNumber: true },
  { title: 'Chance still a client', short: 'Chance', isNumber: true },
  { title: 'Health', sort: 'risk', isNumber: true, shows: 'hidden @4xl:table-cell' },
  { title: 'Last activity', sort: 'time', isNumber: true, shows: 'hidden @3xl:table-cell' },
]
