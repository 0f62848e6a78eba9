import { House } from '@lucide/vue'
import { defineFeature } from '../../app/define-feature.ts'

/** The first page after signing in. */
export const landing = defineFeature({
  section: 'landing',
  nav: { icon: House, title: 'Home', path: '/landing' },
  routes: [
    {
      path: '/landing',
      name: 'landing',
      component: () => import('./LandingPage.vue'),
      meta: { title: 'Home', section: 'landing' },
    },
  ],
})
