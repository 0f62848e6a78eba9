import { useQueryClient } from '@tanstack/vue-query'
import { computed, shallowRef } from 'vue'
import type { RouteLocationNormalized, Router } from 'vue-router'
import type { ClientView } from '#shared/client/client-view.schema'
import { clientQuery } from '../api/clients.ts'
import { useSession } from './session.ts'

/** A page that was visited. Names of clients are not kept in the browser, only their ids. */
export interface Recent {
  readonly path: string
  readonly title: string
  readonly clientId?: string
}

const MOST_KEPT = 8
const changes = shallowRef(0)
const slot = (userId: string): string => `recents:${userId}`

function read(userId: string): Recent[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(slot(userId)) ?? '[]')
    return Array.isArray(kept) ? (kept as Recent[]).filter(({ path }) => path?.startsWith('/')) : []
  } catch {
    return []
  }
}

function recentOf(to: RouteLocationNormalized): Recent | undefined {
  if (to.meta.isPublic || to.name === 'landing' || to.name === 'not-found') return undefined
  const { id } = to.params
  if (to.name === 'client' && typeof id === 'string') return { path: to.path, title: id, clientId: id }
  return {
    path: to.path,
    title: typeof id === 'string' ? `${to.meta.title} ${id.slice(0, 8)}` : to.meta.title,
  }
}

/** Keeps the last pages of whoever is signed in, in this browser. Called once, by the router. */
export function rememberPages(router: Router): void {
  const { user } = useSession()
  router.afterEach((to, _from, failure) => {
    const recent = recentOf(to)
    const id = user.value?.id
    if (failure || !recent || !id) return
    const others = read(id).filter(({ path }) => path !== recent.path)
    localStorage.setItem(slot(id), JSON.stringify([recent, ...others].slice(0, MOST_KEPT)))
    changes.value += 1
  })
}

/** The last pages, newest first; a client has its name where this visit has read it. */
export function useRecents() {
  const { user } = useSession()
  const cache = useQueryClient()
  return computed(() => {
    void changes.value
    const id = user.value?.id
    return (id ? read(id) : []).map(({ path, title, clientId }) => {
      const client =
        clientId === undefined ? undefined : cache.getQueryData<ClientView>(clientQuery(clientId).queryKey)
      return { path, title: client?.name ?? title, isClient: clientId !== undefined }
    })
  })
}
