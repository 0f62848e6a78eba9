import type { LandingView } from '#shared/landing/landing-view.schema'

/** What the other sections say of themselves on the first page; null for one that says nothing yet. */
export function sectionsSay(_stores: object): Promise<LandingView['sections']> {
  return Promise.resolve({ products: null, reports: null, quality: null })
}
