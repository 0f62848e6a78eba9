import { httpLambda } from '#functions/runtime/http-lambda'
import { reportsDeps } from './reports-deps.ts'
import { reportsRoutes } from './reports.routes.ts'

export const handler = httpLambda(reportsRoutes(reportsDeps()))
