import { defineFeature } from '../../app/define-feature.ts'
import { sectionIcons } from '../../ui/section-icons.ts'

/** What the house has chosen: a card for each part, and who changed what. */
export const settings = defineFeature({
  section: 'settings',
  nav: { icon: sectionIcons.settings, right: 'administer' },
  routes: [
    {
      path: '/settings',
      name: 'settings',
      component: () => import('./SettingsPage.vue'),
      meta: { title: 'Settings', section: 'settings' },
    },
  ],
})
