import { shippedActions } from '#shared/client/action-settings'
import type { ClientsPage } from '#shared/client/client-view.schema'
import type { Role } from '#shared/access/rights'
import { clientsRoutes } from '#functions/clients/clients.routes'
import { createCursors } from '#functions/http/cursor'
import { createErasuresStore } from '#functions/store/erasures.store'
import { createFlowsStore } from '#functions/store/flows.store'
import { createMergesStore } from '#functions/store/merges.store'
import { createPublished } from '#functions/store/published'
import { createClientsStore } from '#functions/store/clients.store'
import { countedRuns, createRunsStore } from '#functions/store/runs.store'
import { createWorkStore } from '#functions/store/work.store'
import type { TableWorld } from '#tests/harness/world'
import { createAuditBook, fromSite, httpSurroundings } from '../http/greetings.ts'

/** The section of a table, asked as the browser does. */
export function createClientsWorld(desk: TableWorld, { filterBudget }: { filterBudget?: number } = {}) {
  const runs = createRunsStore({ table: desk.table })
  const { entries: audited, audit } = createAuditBook()
  let milliseconds = 0
  const app = clientsRoutes({
    http: httpSurroundings({ audit }),
    stores: {
      clients: createClientsStore({
        table: desk.table,
        shards: desk.shards,
        runs: countedRuns(runs, () => (milliseconds += 2_000)),
        ...(filterBudget === undefined ? {} : { filterBudget }),
      }),
      products: desk.products,
      runs,
      published: createPublished(runs),
      flows: createFlowsStore({ table: desk.table, shards: desk.shards }),
      channels: desk.channels,
      work: createWorkStore({ table: desk.table }),
      merges: createMergesStore({ table: desk.table, shards: desk.shards }),
      erasures: createErasuresStore({ table: desk.table, shards: desk.shards }),
    },
    plays: () => Promise.resolve(shippedActions),
    today: () => '2026-03-20',
    cursors: createCursors('a secret of the tests'),
  })
  const get = (path: string, role: Role | undefined = 'analyst', headers: Record<string, string> = {}) =>
    app.request(`/api/clients${path}`, { headers: { ...fromSite(role), ...headers } })

  const send = async (method: string, path: string, body?: unknown, role: Role = 'admin') => {
    const answer = await app.request(`/api${path}`, {
      method,
      headers: fromSite(role),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    return { status: answer.status, text, body: (text.startsWith('{') ? JSON.parse(text) : null) as never }
  }

  const post = (path: string, body: unknown, role: Role = 'steward') =>
    app.request(`/api/clients${path}`, {
      method: 'POST',
      headers: fromSite(role),
      body: JSON.stringify(body),
    })

  return {
    get,
    post,
    audited,
    /** A call of the section, with its answer read. */
    send,
    async page(query: Record<string, string>, role: Role = 'analyst'): Promise<ClientsPage> {
      return (await (await get(`?${new URLSearchParams(query)}`, role)).json()) as ClientsPage
    },
    /** Every page from the start, or from the end backwards, one row list per page. */
    async walk(query: Record<string, string>, direction: 'next' | 'previous' = 'next'): Promise<string[][]> {
      const pages: string[][] = []
      let cursor: string | null = null
      const start: Record<string, string> = direction === 'previous' ? { from: 'last' } : {}
      do {
        const page = await this.page({ ...query, ...(cursor === null ? start : { cursor }) })
        pages.push(page.items.map(({ id }) => id))
        cursor = page[direction]
      } while (cursor !== null && pages.length < 100)
      return pages
    },
  }
}
