import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { enableAutoUnmount, mount } from '@vue/test-utils'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'
import type { View } from '#shared/views/view.schema'
import SavedViews from '../../web/src/ui/SavedViews.vue'
import { queryOf, viewQuery } from '../../web/src/lib/view-query.ts'
import { fakeApi, problem, settled } from './fake-api.ts'

enableAutoUnmount(afterEach)
afterEach(() => vi.unstubAllGlobals())

const aView = (rest: Partial<View> = {}): View => ({
  kind: 'clients',
  id: 'v1',
  name: 'Dormant by value',
  query: 'status=dormant',
  body: {},
  isShared: false,
  version: 3,
  changedAt: '2026-11-22T10:00:00.000Z',
  by: { id: 'u', name: 'Ada' },
  isMine: true,
  mayChange: true,
  ...rest,
})

async function open(path: string, views: View[], refuse?: () => Response) {
  const asked = fakeApi(({ method }) =>
    method === 'GET'
      ? { items: views, total: views.length, limit: 100, kept: views.length }
      : (refuse?.() ?? views[0] ?? aView()),
  )
  const page = { components: { SavedViews }, template: '<SavedViews kind="clients" />' }
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/clients', component: page }],
  })
  await router.push(path)
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const shown = mount(RouterView, {
    attachTo: document.body,
    global: { plugins: [router, [VueQueryPlugin, { queryClient }]] },
  })
  await settled()
  await shown.get('[data-testid=views]').trigger('click')
  await settled(20)
  const find = <E extends HTMLElement>(name: string) => document.querySelector<E>(`[data-testid=${name}]`)
  const click = async (name: string) => {
    find(name)?.click()
    await settled(20)
  }
  const sent = () => asked.filter(({ method }) => method !== 'GET')
  return { shown, find, click, sent, query: () => router.currentRoute.value.query }
}

describe('saved views', () => {
  test('keep the address in one order and without where the list stood', () => {
    const text = viewQuery({ status: 'dormant', sort: 'time', cursor: 'abc', from: 'last', tag: ['b', 'a'] })

    expect(text).toBe('sort=time&status=dormant&tag=b&tag=a')
    expect(viewQuery(queryOf(text) as Record<string, string[]>)).toBe(text)
  })

  test('are applied by putting their address into the URL, and the button says which one is shown', async () => {
    const { shown, click, query } = await open('/clients?sort=name', [aView()])

    await click('apply-view')

    expect(query()).toEqual({ status: ['dormant'] })
    expect(shown.get('[data-testid=views]').text()).toContain('Dormant by value')
  })

  test('offer to be updated once the page shows something else', async () => {
    const { shown, click, find, sent } = await open('/clients?status=dormant&sort=time', [aView()])
    await click('apply-view')
    await shown.vm.$router.push('/clients?status=dormant&sort=time')
    await settled(20)
    if (!find('views-panel')) await click('views')

    await click('update-view')

    expect(sent()).toMatchObject([
      {
        method: 'PATCH',
        path: '/api/views/clients/v1',
        body: { version: 3, query: 'sort=time&status=dormant' },
      },
    ])
  })

  test('are saved under a name, and nothing is sent without one', async () => {
    const { click, find, sent } = await open('/clients?status=active', [])
    await click('save-view')
    expect([find('field-error')?.textContent, sent()]).toEqual(['Give it a name.', []])

    const input = find<HTMLInputElement>('view-name')
    input!.value = 'Active'
    input!.dispatchEvent(new Event('input'))
    await click('save-view')

    expect(sent()).toMatchObject([
      { body: { kind: 'clients', name: 'Active', query: 'status=active', isShared: false } },
    ])
  })

  test('say why something was refused', async () => {
    const refuse = () => problem(409, { message: 'You keep 100 of these already.' })
    const { click } = await open('/clients', [aView()], refuse)
    await click('delete-view')
    await click('confirm-delete')

    expect(document.querySelector('[role=alert]')?.textContent).toContain('You keep 100 of these already.')
  })

  test('of others can be applied, not changed', async () => {
    const { find } = await open('/clients', [aView({ isMine: false, mayChange: false, isShared: true })])

    expect(find('apply-view')?.textContent).toContain('Shared by Ada')
    expect([find('rename-view'), find('delete-view'), find('share-view')]).toEqual([null, null, null])
  })
})
