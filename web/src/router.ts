import { createRouter, createWebHistory } from 'vue-router'
import { features } from './app/features.ts'
import { announcePages, guard } from './app/guard.ts'
import { rememberPages } from './app/recents.ts'

/** Every page, collected from the features. */
export const router = createRouter({
  history: createWebHistory(),
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
  routes: [
    { path: '/', redirect: '/landing' },
    ...features.flatMap(({ routes }) => routes),
    {
      path: '/:rest(.*)*',
      name: 'not-found',
      component: () => import('./app/NotFoundPage.vue'),
      meta: { title: 'Not found' },
    },
  ],
})

guard(router)
announcePages(router)
rememberPages(router)
