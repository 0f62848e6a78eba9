import { httpDeps } from '#functions/runtime/http-deps'
import { httpLambda } from '#functions/runtime/http-lambda'
import { sectionApps } from './section-apps.ts'
import { systemRoutes } from './system.routes.ts'

const http = httpDeps()
export const handler = httpLambda(systemRoutes({ http, apps: sectionApps(http) }))
