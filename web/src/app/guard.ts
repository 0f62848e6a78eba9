import { nextTick } from 'vue'
import type { Router } from 'vue-router'
import { whenSessionEnds } from '../api/request.ts'
import { safeNext } from '../lib/safe-next.ts'
import { ensureSession, forgetSession, mayBeSignedIn } from './session.ts'
import { documentTitle } from './use-title.ts'

const HOME = '/landing'

/** Keeps pages for those who are signed in. Comfort only: the API decides. */
export function guard(router: Router): void {
  router.beforeEach(async (to) => {
    if (to.meta.isPublic && !(to.name === 'login' && mayBeSignedIn())) return true
    const session = await ensureSession()
    if (to.name === 'login') return session ? safeNext(to.query.next, HOME) : true
    return session ? true : { name: 'login', query: to.fullPath === HOME ? {} : { next: to.fullPath } }
  })
  whenSessionEnds(() => {
    forgetSession()
    const here = router.currentRoute.value
    if (here.name !== 'login') void router.push({ name: 'login', query: { next: here.fullPath, ended: '1' } })
  })
}

/** The page's title; after signing in it appears only once the shell has been loaded. */
async function pageTitle(): Promise<HTMLElement | null> {
  for (let tries = 0; tries < 40; tries++) {
    await nextTick()
    const title = document.querySelector<HTMLElement>('[data-page-title]')
    if (title) return title
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return null
}

/** Names the document and moves the focus to the page's title when another page is shown. */
export function announcePages(router: Router): void {
  router.afterEach(async (to, from, failure) => {
    if (failure) return
    if (to.path !== from.path || !from.name) document.title = documentTitle(to.meta.title ?? 'Not found')
    if (!from.name || to.path === from.path) return
    const title = await pageTitle()
    title?.focus({ preventScroll: true })
  })
}
