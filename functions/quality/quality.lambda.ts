import { httpLambda } from '#functions/runtime/http-lambda'
import { qualityDeps } from './quality-deps.ts'
import { qualityRoutes } from './quality.routes.ts'

export const handler = httpLambda(qualityRoutes(qualityDeps()))
