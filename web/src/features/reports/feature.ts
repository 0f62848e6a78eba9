import { defineFeature } from '../../app/define-feature.ts'
import { sectionIcons } from '../../ui/section-icons.ts'

/** Reports and exports. */
export const reports = defineFeature({
  section: 'reports',
  nav: { icon: sectionIcons.reports, right: 'export' },
  routes: [
    {
      path: '/reports',
      name: 'reports',
      component: () => import('./ReportsPage.vue'),
      meta: { title: 'Reports', section: 'reports' },
    },
  ],
})
