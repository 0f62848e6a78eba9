import { describe, expect, test } from 'vitest'
import { parseDashboard, printDashboard } from '../../web/src/features/dashboard/dashboard-state.ts'
import { askOf, changed, parseList, printList, sorted } from '../../web/src/features/clients/list-state.ts'
import { safeNext } from '../../web/src/lib/safe-next.ts'

describe('the list of clients in the URL', () => {
  test('is by highest value, 25 a page, when nothing is said', () => {
    expect(parseList({})).toEqual({
      filters: {},
      q: '',
      sort: 'value',
      order: 'desc',
      limit: '25',
      cursor: undefined,
      from: undefined,
    })
    expect(printList(parseList({}))).toEqual({})
  })

  test('survives being written and read', () => {
    const query = { status: 'dormant', q: 'maya', sort: 'risk', order: 'desc', limit: '100', cursor: 'abc' }

    expect(printList(parseList(query))).toEqual(query)
  })

  test('takes nothing that is not on its lists', () => {
    const query = { status: 'vip', sort: 'secret', order: 'up', limit: '5000', from: 'middle' }

    expect(printList(parseList(query))).toEqual({})
  })

  test('starts at the first page when the rows change', () => {
    const state = parseList({ cursor: 'abc', from: 'last' })

    expect(changed(state, { filters: { status: 'active' } })).toMatchObject({
      cursor: undefined,
      from: undefined,
    })
  })

  test('turns round when the same header is clicked again', () => {
    const once = sorted(parseList({ cursor: 'abc' }), 'name')
    const twice = sorted(once, 'name')

    expect([once.sort, once.order, once.cursor]).toEqual(['name', 'asc', undefined])
    expect([twice.sort, twice.order]).toEqual(['name', 'desc'])
  })

  test('asks the API without words shorter than two letters', () => {
    expect(askOf(parseList({ q: 'm' }))).toEqual({ sort: 'value', order: 'desc', limit: 25 })
    expect(askOf(parseList({ q: ' ma ', from: 'last' }))).toMatchObject({ q: 'ma', from: 'last' })
  })
})

describe('the dashboard in the URL', () => {
  test('leaves out what is usual and refuses what is unknown', () => {
    expect(printDashboard(parseDashboard({ period: '12-months', compare: 'previous' }))).toEqual({})
    expect(printDashboard(parseDashboard({ period: 'last-year', compare: 'year-before' }))).toEqual({
      period: 'last-year',
      compare: 'year-before',
    })
    expect(parseDashboard({ period: 'forever', compare: 'nobody' })).toEqual({
      period: '12-months',
      compare: 'previous',
    })
  })
})

describe('the way on after signing in', () => {
  test.each([
    '//evil.example',
    'https://evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    '/login?next=/x',
    7,
  ])('is home instead of %s', (next) => {
    expect(safeNext(next, '/landing')).toBe('/landing')
  })

  test('keeps a path of the site with its query', () => {
    expect(safeNext('/clients?status=active', '/landing')).toBe('/clients?status=active')
  })
})
