import type { Hono } from 'hono'
import type { HttpDeps, HttpEnv } from '#functions/http/env'
import { createSection } from '#functions/http/section'
import type { ChannelsStore } from '#functions/store/channels.store'
import type { FilesStore } from '#functions/store/files.store'
import { addFixRoutes } from './fix-routes.ts'
import { addIssueRoutes } from './issue-routes.ts'
import { addListRoutes } from './list-routes.ts'
import { addRuleRoutes } from './rule-routes.ts'
import type { ScanDeps, scanStores } from './scan-job.ts'

/** What the section needs. */
export interface QualityDeps {
  readonly http: HttpDeps
  readonly scan: ScanDeps
  readonly stores: ReturnType<typeof scanStores>
  readonly channels: Pick<ChannelsStore, 'registered'>
  readonly files: FilesStore
  /** Starts a scan and says its id. */
  readonly startScan: () => Promise<string>
}

/** The section's app, as its parts add routes to it. */
export type QualityApp = Hono<HttpEnv>

/** Data quality: issues, what they do to figures, fixes, rules, scans and metrics. */
export function qualityRoutes(deps: QualityDeps) {
  const section = createSection(deps.http)
  addListRoutes(section, deps)
  addIssueRoutes(section, deps)
  addFixRoutes(section, deps)
  addRuleRoutes(section, deps)
  return section
}
/** The routes, for typed callers. */
export type QualityRoutes = ReturnType<typeof qualityRoutes>
