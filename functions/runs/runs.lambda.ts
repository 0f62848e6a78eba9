import { httpLambda } from '#functions/runtime/http-lambda'
import { runsDeps } from './runs-deps.ts'
import { runsRoutes } from './runs.routes.ts'

export const handler = httpLambda(runsRoutes(runsDeps()))
