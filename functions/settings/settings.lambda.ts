import { httpLambda } from '#functions/runtime/http-lambda'
import { settingsDeps } from './settings-deps.ts'
import { settingsRoutes } from './settings.routes.ts'

export const handler = httpLambda(settingsRoutes(settingsDeps()))
