import type { Hono } from 'hono'
import { generateSpecs } from 'hono-openapi'
import type { HttpEnv } from '#functions/http/env'

/** A section's app, of which only the routes matter here. */
export type Describable = Hono<HttpEnv>

const info = {
  title: 'Perennial',
  version: '1',
  description:
    'What each client is worth over a lifetime. People sign in for a session cookie, machine clients send a Cognito ' +
    'access token. Mutations carry `X-Requested-With: perennial` and an `Origin`. Money is in integer minor units.',
}

const securitySchemes = {
  session: { type: 'apiKey', in: 'cookie', name: '__Host-sid' },
  bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
} as const

/** One description of every section's routes, made from the schemas that check them. */
export async function openApiDocument(apps: readonly Describable[]) {
  const documentation = { openapi: '3.1.0', info, components: { securitySchemes } }
  const documents = await Promise.all(
    apps.map((app) =>
      generateSpecs(app, {
        documentation,
        // The one path with a dot is this document's own.
        excludeStaticFile: false,
        defaultValidationErrorResponse: false,
      }),
    ),
  )
  return {
    openapi: documentation.openapi,
    info,
    paths: Object.assign({}, ...documents.map(({ paths }) => paths)) as Record<string, unknown>,
    components: {
      securitySchemes,
      schemas: Object.assign({}, ...documents.map(({ components }) => components?.schemas)) as Record<
        string,
        unknown
      >,
    },
  }
}
