import { defineFeature } from '../../app/define-feature.ts'
import { sectionIcons } from '../../ui/section-icons.ts'

/** Files brought in. */
export const imports = defineFeature({
  section: 'imports',
  nav: { icon: sectionIcons.imports, right: 'import' },
  routes: [
    {
      path: '/imports',
      name: 'imports',
      component: () => import('./ImportsPage.vue'),
      meta: { title: 'Imports', section: 'imports' },
    },
    {
      path: '/imports/new',
      name: 'new-import',
      component: () => import('./NewImportPage.vue'),
      meta: { title: 'New import', section: 'imports' },
    },
    {
      path: '/imports/:id',
      name: 'import',
      component: () => import('./ImportPage.vue'),
      props: true,
      meta: { title: 'Import', section: 'imports' },
    },
  ],
})
