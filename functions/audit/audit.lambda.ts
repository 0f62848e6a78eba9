import { httpLambda } from '#functions/runtime/http-lambda'
import { auditDeps } from './audit-deps.ts'
import { auditRoutes } from './audit.routes.ts'

export const handler = httpLambda(auditRoutes(auditDeps()))
