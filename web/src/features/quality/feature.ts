import { defineFeature } from '../../app/define-feature.ts'
import { sectionIcons } from '../../ui/section-icons.ts'

/** Data quality: issues, rules, metrics. */
export const quality = defineFeature({
  section: 'quality',
  nav: { icon: sectionIcons.quality },
  routes: [
    {
      path: '/quality',
      name: 'quality',
      component: () => import('./QualityPage.vue'),
      meta: { title: 'Data quality', section: 'quality' },
    },
    {
      path: '/quality/rules',
      name: 'quality-rules',
      component: () => import('./RulesPage.vue'),
      meta: { title: 'Rules of data quality', section: 'quality' },
    },
    {
      path: '/quality/metrics',
      name: 'quality-metrics',
      component: () => import('./MetricsPage.vue'),
      meta: { title: 'Metrics of data quality', section: 'quality' },
    },
    {
      path: '/quality/:id',
      name: 'quality-issue',
      component: () => import('./IssuePage.vue'),
      props: true,
      meta: { title: 'Issue', section: 'quality' },
    },
  ],
})
