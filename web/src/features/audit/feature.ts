import { defineFeature } from '../../app/define-feature.ts'
import { sectionIcons } from '../../ui/section-icons.ts'

/** What was done, by whom and when. */
export const audit = defineFeature({
  section: 'audit',
  nav: { icon: sectionIcons.audit, right: 'administer' },
  routes: [
    {
      path: '/audit',
      name: 'audit',
      component: () => import('./AuditPage.vue'),
      meta: { title: 'Audit', section: 'audit' },
    },
  ],
})
