import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { mount } from '@vue/test-utils'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'
import ClientsPage from '../../web/src/features/clients/ClientsPage.vue'
import { type Answer, fakeApi, problem, settled } from './fake-api.ts'

afterEach(() => vi.unstubAllGlobals())

function aRow(id: string, rest: object = {}) {
  return {
    id,
    name: `Name ${id}`,
    isPlaceholder: false,
    status: 'active',
    segment: 'at-risk',
    totalCents: 184_312,
    historicCents: 5_000,
    chance: 0.996,
    churn: 0.4,
    risk: 'elevated',
    health: null,
    lastActivityOn: '2026-10-01',
    channel: 'web',
    joinedOn: null,
    tags: [],
    ...rest,
  }
}
function aPage(rest: object = {}) {
  return {
    items: [aRow('C-1')],
    total: 1,
    start: 1,
    next: null,
    previous: null,
    isRunInProgress: false,
    ...rest,
  }
}

const overview = {
  run: null,
  isOnRevenue: false,
  total: null,
  status: [],
  segment: [],
  risk: [],
  channels: [],
  plays: [],
}
const elsewhere: Record<string, object> = {
  '/api/dashboard': { currency: 'USD' },
  '/api/portfolio': overview,
}

async function open(path: string, answer: Answer = () => aPage()) {
  const asked = fakeApi((sent) => elsewhere[sent.path] ?? answer(sent))
  const empty = { template: '<i />' }
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/clients', name: 'clients', component: ClientsPage },
      { path: '/client/:id', name: 'client', component: empty },
      { path: '/imports', name: 'imports', component: empty },
      { path: '/actions', name: 'actions', component: empty },
    ],
  })
  await router.push(path)
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const page = mount(RouterView, { global: { plugins: [router, [VueQueryPlugin, { queryClient }]] } })
  await settled()
  const click = async (name: string): Promise<void> => {
    await page.get(`[data-testid=${name}]`).trigger('click')
    await settled()
  }
  const lists = (): Record<string, string>[] =>
    asked.filter((sent) => sent.path === '/api/clients').map(({ query }) => query)
  return { page, router, click, lists, query: () => router.currentRoute.value.query }
}

describe('the list of clients', () => {
  test('asks for what the URL says', async () => {
    const { lists } = await open('/clients?status=dormant&sort=time&order=asc&limit=50')

    expect(lists()[0]).toEqual({ status: 'dormant', sort: 'time', order: 'asc', limit: '50' })
  })

  test('writes money, chances and the total as the house writes them', async () => {
    const { page } = await open('/clients', () => aPage({ total: { atLeast: 2500 } }))

    const row = page.get('[data-testid=client-row]').text()
    expect(row).toContain('$1,843')
    expect(row).toContain('>99%')
    expect(row).toContain('At risk')
    expect(page.get('[data-testid=total]').text()).toBe('At least 2,500 clients')
  })

  test('marks placeholders, shows the id of the nameless and a dash for what is not known', async () => {
    const { page } = await open('/clients', () =>
      aPage({ items: [aRow('C-9', { name: null, isPlaceholder: true, totalCents: null, chance: null })] }),
    )

    const row = page.get('[data-testid=client-row]').text()
    expect(row).toContain('C-9')
    expect(row).toContain('Placeholder')
    expect(row).toContain('—')
  })

  test('sorts by a header and turns round on the second click, telling assistive technology', async () => {
    const { page, click, query } = await open('/clients')

    await click('sort-name')
    const first = [query()['sort'], page.get('th[aria-sort]').attributes('aria-sort')]
    await click('sort-name')

    expect(first).toEqual(['name', 'ascending'])
    expect(query()).toEqual({ sort: 'name', order: 'desc' })
    expect(page.get('th[aria-sort]').attributes('aria-sort')).toBe('descending')
  })

  test('goes to the next, previous, first and last page by the cursors of the answer', async () => {
    const { click, query } = await open('/clients?sort=name', () => aPage({ next: 'N', previous: 'P' }))

    await click('page-next')
    const next = query()
    await click('page-previous')
    const previous = query()
    await click('page-last')
    const last = query()
    await click('page-first')

    expect(next).toEqual({ sort: 'name', cursor: 'N' })
    expect(previous).toEqual({ sort: 'name', cursor: 'P' })
    expect(last).toEqual({ sort: 'name', from: 'last' })
    expect(query()).toEqual({ sort: 'name' })
  })

  test('offers no page beyond the ends', async () => {
    const { page } = await open('/clients')

    for (const name of ['first', 'previous', 'next', 'last'])
      expect(page.get(`[data-testid=page-${name}]`).attributes('disabled')).toBeDefined()
  })

  test('searches once typing pauses, replacing the URL', async () => {
    const { page, lists, query, router } = await open('/clients?cursor=X')
    const replace = vi.spyOn(router, 'replace')

    for (const text of ['m', 'ma', 'may']) await page.get('[data-testid=search]').setValue(text)
    await settled(300)

    expect(query()).toEqual({ q: 'may' })
    expect(lists().filter(({ q }) => q !== undefined)).toEqual([
      { q: 'may', sort: 'value', order: 'desc', limit: '25' },
    ])
    expect(replace).toHaveBeenCalledOnce()
  })

  test('says how to refine a search that met its limit', async () => {
    const { page } = await open('/clients?q=ma', () => aPage({ refine: 'Type more letters.' }))

    expect(page.get('[data-testid=refine]').text()).toContain('Type more letters.')
  })

  test('resets its filters when nothing matches', async () => {
    const { page, click, query } = await open('/clients?q=zzzz&status=closed', () =>
      aPage({ items: [], total: 0 }),
    )

    expect(page.get('[data-testid=no-match]').text()).toContain('No clients match')
    await click('reset')

    expect(query()).toEqual({})
  })

  test('shows the request id of a failure and asks again', async () => {
    let isDown = true
    const { page, click } = await open('/clients', () => (isDown ? problem(503) : aPage()))

    expect(page.get('[role=alert]').text()).toContain('req-1')
    isDown = false
    await click('retry')

    expect(page.findAll('[data-testid=client-row]')).toHaveLength(1)
  })
})
