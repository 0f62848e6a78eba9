import { defineFeature } from '../../app/define-feature.ts'
import { sectionIcons } from '../../ui/section-icons.ts'

/** The products: the catalogue, one by one, and what to offer together. */
export const products = defineFeature({
  section: 'products',
  nav: { icon: sectionIcons.products },
  routes: [
    {
      path: '/products',
      name: 'products',
      component: () => import('./ProductsPage.vue'),
      meta: { title: 'Products', section: 'products' },
    },
    {
      path: '/products/bundles',
      name: 'bundles',
      component: () => import('./BundlesPage.vue'),
      meta: { title: 'Bundles', section: 'products' },
    },
    {
      path: '/family/:family',
      name: 'family',
      component: () => import('./FamilyPage.vue'),
      props: true,
      meta: { title: 'Family', section: 'products' },
    },
    {
      path: '/product/:id',
      alias: '/products/:id',
      name: 'product',
      component: () => import('./ProductPage.vue'),
      props: true,
      meta: { title: 'Product', section: 'products' },
    },
  ],
})
