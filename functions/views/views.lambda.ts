import { httpLambda } from '#functions/runtime/http-lambda'
import { viewsDeps } from './views-deps.ts'
import { viewsRoutes } from './views.routes.ts'

export const handler = httpLambda(viewsRoutes(viewsDeps()))
