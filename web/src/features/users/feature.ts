import { defineFeature } from '../../app/define-feature.ts'
import { sectionIcons } from '../../ui/section-icons.ts'

/** The users of the product and their roles. */
export const users = defineFeature({
  section: 'users',
  nav: { icon: sectionIcons.users, right: 'administer' },
  routes: [
    {
      path: '/users',
      name: 'users',
      component: () => import('./UsersPage.vue'),
      meta: { title: 'Users', section: 'users' },
    },
  ],
})
