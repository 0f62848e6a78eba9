import type { Sort } from './list-state.ts'

/** The name of a column of the list. */
export type ClientColumnName =
  | 'client'
  | 'segment'
  | 'status'
  | 'value'
  | 'chance'
  | 'churn'
  | 'risk'
  | 'health'
  | 'activity'
  | 'channel'
  | 'joined'
  | 'tags'

/** A column of the list of clients, and from which width of the page on it shows. */
export interface ClientColumn {
  readonly name: ClientColumnName
  readonly title: string
  readonly short?: string
  readonly sort?: Sort
  readonly isNumber?: boolean
  readonly shows?: string
  /** Shown only when chosen. */
  readonly isExtra?: boolean
}

/** The columns, in order. */
export const clientColumns: readonly ClientColumn[] = [
  { name: 'client', title: 'Client', sort: 'name' },
  { name: 'segment', title: 'Segment', shows: 'hidden @5xl:table-cell' },
  { name: 'status', title: 'Status', shows: 'hidden @3xl:table-cell' },
  { name: 'value', title: 'Total CLV', sort: 'value', isNumber: true },
  { name: 'chance', title: 'Chance still a client', short: 'Chance', isNumber: true },
  { name: 'churn', title: 'Churn, 90 days', isNumber: true, isExtra: true, shows: 'hidden @3xl:table-cell' },
  { name: 'risk', title: 'Risk', isExtra: true, shows: 'hidden @3xl:table-cell' },
  { name: 'health', title: 'Health', sort: 'risk', isNumber: true, shows: 'hidden @4xl:table-cell' },
  { name: 'activity', title: 'Last activity', sort: 'time', isNumber: true, shows: 'hidden @3xl:table-cell' },
  { name: 'channel', title: 'Channel', isExtra: true, shows: 'hidden @3xl:table-cell' },
  { name: 'joined', title: 'Joined', isExtra: true, isNumber: true, shows: 'hidden @3xl:table-cell' },
  { name: 'tags', title: 'Tags', isExtra: true, shows: 'hidden @3xl:table-cell' },
]
