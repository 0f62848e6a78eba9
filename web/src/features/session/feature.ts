import { defineFeature } from '../../app/define-feature.ts'

/** Signing in. */
export const session = defineFeature({
  section: 'session',
  routes: [
    {
      path: '/login',
      name: 'login',
      component: () => import('./LoginPage.vue'),
      meta: { title: 'Sign in', isPublic: true },
    },
  ],
})
