import { httpLambda } from '#functions/runtime/http-lambda'
import { importsDeps } from './imports-deps.ts'
import { importsRoutes } from './imports.routes.ts'

export const handler = httpLambda(importsRoutes(importsDeps()))
