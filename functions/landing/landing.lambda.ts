import { httpLambda } from '#functions/runtime/http-lambda'
import { landingDeps } from './landing-deps.ts'
import { landingRoutes } from './landing.routes.ts'

export const handler = httpLambda(landingRoutes(landingDeps()))
