import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { statuses } from '#shared/client/facts'
import { segments } from '#shared/portfolio/segments'
import { timeGroups } from '#shared/report/document'
import { reportPeriods } from '#shared/report/period'
import { reportFormats, reportTypes } from '#shared/report/report-view.schema'
import { dimensions } from '#shared/report/sums'
import type { ReportWish } from '../../api/reports.ts'
import { listed, one } from '../../lib/query-text.ts'

const compares = ['previous', 'year-before', 'none'] as const

/** What is asked for stands in the URL: it can be kept as a view and sent to others. */
export function useBuilder() {
  const route = useRoute()
  const router = useRouter()
  const text = (name: string) => one(route.query, name) ?? ''
  const set = (name: string, value: string) =>
    void router.replace({ query: { ...route.query, [name]: value === '' ? undefined : value } })
  const choice = <const T extends string>(name: string, list: readonly T[], fallback: T) =>
    computed<T>({
      get: () => listed(one(route.query, name), list, fallback),
      set: (value) => set(name, value),
    })
  const free = (name: string) => computed({ get: () => text(name), set: (value: string) => set(name, value) })

  const type = choice('type', reportTypes, 'executive')
  const format = choice('format', reportFormats, 'pdf')
  const period = choice('period', reportPeriods, '12-months')
  const compare = choice('compare', compares, 'previous')
  const time = choice('time', timeGroups, 'month')
  const by = choice('by', ['', ...dimensions], '')
  const segment = choice('segment', ['', ...segments, 'none'], '')
  const status = choice('status', ['', ...statuses], '')
  const values = choice('values', ['raw', 'formatted'], 'raw')
  const paper = choice('paper', ['a4', 'letter'], 'a4')
  const channel = free('channel')
  const from = free('first')
  const to = free('last')
  const table = free('table')
  const isList = computed(
    () => type.value === 'client-list' || type.value === 'product' || type.value === 'quality',
  )

  const wish = computed<ReportWish>(() => ({
    type: type.value,
    format: format.value,
    values: values.value,
    ...(format.value === 'pdf' ? { paper: paper.value } : {}),
    ...(table.value && format.value === 'csv' && !isList.value ? { table: table.value } : {}),
    filters: {
      ...(segment.value ? { segment: segment.value } : {}),
      ...(status.value ? { status: status.value } : {}),
      ...(channel.value ? { channel: channel.value } : {}),
    },
    ...(isList.value
      ? {}
      : {
          period: period.value,
          compare: compare.value,
          time: time.value,
          ...(by.value ? { by: by.value } : {}),
          ...(period.value === 'custom' ? { from: from.value, to: to.value } : {}),
        }),
  }))
  return {
    type,
    format,
    period,
    compare,
    time,
    by,
    segment,
    status,
    channel,
    from,
    to,
    table,
    values,
    paper,
    isList,
    wish,
  }
}
