import { ChartLine } from '@lucide/vue'
import { defineFeature } from '../../app/define-feature.ts'

/** The figures of the whole portfolio. */
export const dashboard = defineFeature({
  section: 'dashboard',
  nav: { icon: ChartLine },
  routes: [
    {
      path: '/dashboard',
      name: 'dashboard',
      component: () => import('./DashboardPage.vue'),
      meta: { title: 'Analytics', section: 'dashboard' },
    },
  ],
})
