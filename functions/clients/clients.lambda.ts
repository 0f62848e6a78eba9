import { httpLambda } from '#functions/runtime/http-lambda'
import { clientsDeps } from './clients-deps.ts'
import { clientsRoutes } from './clients.routes.ts'

export const handler = httpLambda(clientsRoutes(clientsDeps()))
