import { httpLambda } from '#functions/runtime/http-lambda'
import { sessionDeps } from './session-deps.ts'
import { sessionRoutes } from './session.routes.ts'

export const handler = httpLambda(sessionRoutes(sessionDeps()))
