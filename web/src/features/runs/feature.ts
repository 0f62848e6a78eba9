import { defineFeature } from '../../app/define-feature.ts'
import { sectionIcons } from '../../ui/section-icons.ts'

/** Valuations of the whole portfolio. */
export const runs = defineFeature({
  section: 'runs',
  nav: { icon: sectionIcons.runs },
  routes: [
    {
      path: '/runs',
      name: 'runs',
      component: () => import('./RunsPage.vue'),
      meta: { title: 'Runs', section: 'runs' },
    },
    {
      path: '/runs/:id',
      name: 'run',
      component: () => import('./RunPage.vue'),
      props: true,
      meta: { title: 'Run', section: 'runs' },
    },
    {
      path: '/runs/:id/model',
      name: 'run-model',
      component: () => import('./ModelPage.vue'),
      props: true,
      meta: { title: 'Model report card', section: 'runs' },
    },
  ],
})
