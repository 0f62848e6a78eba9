import type { LandingView } from '#shared/landing/landing-view.schema'
import type { Actor } from '#functions/http/env'
import type { ReportsStore } from '#functions/store/reports.store'
import { REPORTS_LOOKED_AT } from './work-sources.ts'

type Stores = { readonly reports: Pick<ReportsStore, 'page'> }

/** What the other sections say of themselves on the first page; null for one that says nothing yet. */
export async function sectionsSay({ reports }: Stores, actor: Actor): Promise<LandingView['sections']> {
  const { reports: newest } = await reports.page(actor.userId, REPORTS_LOOKED_AT)
  return {
    products: null,
    reports: {
      ready: newest.filter(({ status }) => status === 'done').length,
      newest: newest.length,
      latest: newest[0]?.title ?? 'none yet',
    },
    quality: null,
  }
}
