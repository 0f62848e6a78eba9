import { httpLambda } from '#functions/runtime/http-lambda'
import { usersDeps } from './users-deps.ts'
import { usersRoutes } from './users.routes.ts'

export const handler = httpLambda(usersRoutes(usersDeps()))
