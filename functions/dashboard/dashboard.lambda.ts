import { httpLambda } from '#functions/runtime/http-lambda'
import { dashboardDeps } from './dashboard-deps.ts'
import { dashboardRoutes } from './dashboard.routes.ts'

export const handler = httpLambda(dashboardRoutes(dashboardDeps()))
