import { defineFeature } from '../../app/define-feature.ts'
import { sectionIcons } from '../../ui/section-icons.ts'

/** The figures of the whole portfolio. */
export const dashboard = defineFeature({
  section: 'dashboard',
  nav: { icon: sectionIcons.dashboard },
  routes: [
    {
      path: '/dashboard',
      name: 'dashboard',
      component: () => import('./DashboardPage.vue'),
      meta: { title: 'Analytics', section: 'dashboard' },
    },
    {
      path: '/dashboard/check',
      name: 'dashboard-check',
      component: () => import('./CheckPage.vue'),
      meta: { title: 'The demo beside its truth', section: 'dashboard' },
    },
  ],
})
