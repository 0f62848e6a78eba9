import { defineFeature } from '../../app/define-feature.ts'

/** The signed-in user's own sessions, password and second factor. */
export const account = defineFeature({
  section: 'session',
  routes: [
    {
      path: '/account',
      name: 'account',
      component: () => import('./AccountPage.vue'),
      meta: { title: 'Account' },
    },
  ],
})
