/** A section of the product: a Lambda, its routes, and where it shows. */
export interface Section {
  readonly name: string
  readonly title: string
  /** Route prefixes the section answers, most specific first wins across sections. */
  readonly prefixes: readonly string[]
  /** What the section's function may do to the table. */
  readonly access: 'read' | 'write'
  /** Whether it needs the files of imports or of exports, the user pool, to change who is in it, or to start jobs. */
  readonly needs: readonly ('files' | 'exports' | 'identity' | 'people' | 'jobs')[]
  /** Path of its page, when it has one. */
  readonly page?: string
}

/** Every section, in the order of the navigation. Feeds infra (functions, routes), web (navigation) and tests. */
export const sections = [
  {
    name: 'dashboard',
    title: 'Analytics',
    prefixes: ['/api/dashboard', '/api/trace'],
    access: 'write',
    needs: [],
    page: '/dashboard',
  },
  {
    name: 'clients',
    title: 'Clients',
    prefixes: ['/api/clients', '/api/portfolio', '/api/actions', '/api/tags'],
    access: 'write',
    needs: [],
    page: '/clients',
  },
  {
    name: 'products',
    title: 'Products',
    prefixes: ['/api/products', '/api/product'],
    access: 'write',
    needs: [],
    page: '/products',
  },
  {
    name: 'reports',
    title: 'Reports',
    prefixes: [
      '/api/reports',
      '/api/schedules',
      '/download_revenue_csv',
      '/download_churn_csv',
      '/download_segmentation_csv',
      '/download_report_pdf',
    ],
    access: 'write',
    needs: ['exports', 'jobs'],
    page: '/reports',
  },
  {
    name: 'quality',
    title: 'Data quality',
    prefixes: ['/api/quality'],
    access: 'write',
    needs: ['files', 'jobs'],
    page: '/quality',
  },
  {
    name: 'imports',
    title: 'Imports',
    prefixes: ['/api/imports'],
    access: 'write',
    needs: ['files', 'jobs'],
    page: '/imports',
  },
  { name: 'runs', title: 'Runs', prefixes: ['/api/runs'], access: 'write', needs: ['jobs'], page: '/runs' },
  {
    name: 'settings',
    title: 'Settings',
    prefixes: ['/api/settings'],
    access: 'write',
    needs: [],
    page: '/settings',
  },
  { name: 'landing', title: 'Home', prefixes: ['/api/landing'], access: 'write', needs: [] },
  { name: 'views', title: 'Views', prefixes: ['/api/views'], access: 'write', needs: [] },
  {
    name: 'users',
    title: 'Users',
    prefixes: ['/api/users'],
    access: 'write',
    needs: ['people'],
    page: '/users',
  },
  { name: 'audit', title: 'Audit', prefixes: ['/api/audit'], access: 'read', needs: [], page: '/audit' },
  {
    name: 'session',
    title: 'Sign-in',
    prefixes: ['/api/session'],
    access: 'write',
    needs: ['identity'],
  },
  { name: 'system', title: 'Interface', prefixes: ['/api/openapi.json'], access: 'read', needs: [] },
] as const satisfies readonly Section[]

/** The name of a section. */
export type SectionName = (typeof sections)[number]['name']
