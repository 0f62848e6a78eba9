import { defineFeature } from '../../app/define-feature.ts'
import { sectionIcons } from '../../ui/section-icons.ts'

/** The first page after signing in. */
export const landing = defineFeature({
  section: 'landing',
  nav: { icon: sectionIcons.landing, title: 'Home', path: '/landing' },
  routes: [
    {
      path: '/landing',
      name: 'landing',
      component: () => import('./LandingPage.vue'),
      meta: { title: 'Home', section: 'landing' },
    },
  ],
})
