import { defineFeature } from '../../app/define-feature.ts'
import { sectionIcons } from '../../ui/section-icons.ts'

/** The clients, as a list and one by one. */
export const clients = defineFeature({
  section: 'clients',
  nav: { icon: sectionIcons.clients },
  routes: [
    {
      path: '/clients',
      name: 'clients',
      component: () => import('./ClientsPage.vue'),
      meta: { title: 'Clients', section: 'clients' },
    },
    {
      path: '/actions',
      name: 'actions',
      component: () => import('./ActionsPage.vue'),
      meta: { title: 'My actions', section: 'clients' },
    },
    {
      path: '/client/:id',
      alias: '/clients/:id',
      name: 'client',
      component: () => import('./ClientPage.vue'),
      props: true,
      meta: { title: 'Client', section: 'clients' },
    },
  ],
})
