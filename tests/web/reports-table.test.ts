import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { mount } from '@vue/test-utils'
import { afterEach, expect, test, vi } from 'vitest'
import type { ReportView } from '#shared/report/report-view.schema'
import ReportsTable from '../../web/src/features/reports/ReportsTable.vue'
import { fakeApi, problem, settled } from './fake-api.ts'

afterEach(() => vi.unstubAllGlobals())

const done: ReportView = {
  id: 'r-1',
  title: 'Revenue report',
  definition: {
    type: 'revenue',
    format: 'csv',
    period: '12-months',
    compare: 'previous',
    filters: {},
    time: 'month',
    values: 'raw',
    hasBom: false,
    paper: 'a4',
    query: {},
  },
  status: 'done',
  createdAt: '2026-03-14T12:00:00.000Z',
  finishedAt: '2026-03-14T12:00:01.000Z',
  progress: { done: 12, total: 12, unit: 'rows' },
  manifest: {
    title: 'Revenue report',
    type: 'revenue',
    format: 'csv',
    fileName: 'revenue.csv',
    bytes: 900,
    sha256: 'ab'.repeat(32),
    rows: 12,
    expectedRows: 12,
    tables: [],
    run: { id: 'run-7', asOf: '2026-03-14', model: 'bg-nbd' },
    dataVersion: '3.4.5',
    definitions: 9,
    period: null,
    filters: {},
    timeZone: 'Europe/Berlin',
    currency: 'EUR',
    finishedAt: '2026-03-14T12:00:01.000Z',
  },
  link: '/api/reports/r-1/file',
  expiresAt: '2026-03-21T12:00:01.000Z',
  error: null,
  scheduleId: null,
  rerunOf: null,
}

function open(report: ReportView, answer: () => unknown = () => report) {
  const asked = fakeApi(answer)
  const plugins: [typeof VueQueryPlugin, object][] = [[VueQueryPlugin, { queryClient: new QueryClient() }]]
  const page = mount(ReportsTable, { props: { reports: [report] }, global: { plugins } })
  return { asked, page }
}

test('a report shows the checksum, counts and versions of its file', () => {
  const text = open(done).page.get('[data-testid="report-manifest"]').text()

  for (const part of ['ab'.repeat(32), '12 of 12', 'run-7', 'bg-nbd', 'data 3.4.5', 'definitions 9'])
    expect(text).toContain(part)
})

test('a report is run again and its link taken back from the page; what is refused is said', async () => {
  const { asked, page } = open(done)
  await page.get('[data-testid="rerun-report"]').trigger('click')
  await settled()
  await page.get('[data-testid="revoke-report"]').trigger('click')
  await settled()
  const refused = open(done, () => problem(409, { message: 'Clients changed since.' })).page
  await refused.get('[data-testid="rerun-report"]').trigger('click')
  await settled()

  expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /api/reports/r-1/rerun',
    'POST /api/reports/r-1/revoke',
  ])
  expect(refused.get('[role="alert"]').text()).toBe('Clients changed since.')
})

test('a report still being written is neither run again nor taken back', () => {
  const { page } = open({ ...done, status: 'rendering', manifest: null, link: null })

  expect(page.find('[data-testid="rerun-report"]').exists()).toBe(false)
  expect(page.find('[data-testid="revoke-report"]').exists()).toBe(false)
})
