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

const text = { type: 'string' } as const
const schemas = {
  Problem: {
    type: 'object' as const,
    properties: {
      type: text,
      title: text,
      status: { type: 'integer' as const },
      code: { ...text, description: 'What to look up; stable, unlike the message.' },
      message: { ...text, description: 'A sentence to show.' },
      details: {
        type: 'object' as const,
        description: '`issues` lists every path and message when input was refused.',
      },
      requestId: { ...text, description: 'What to quote when reporting the problem.' },
    },
    required: ['type', 'title', 'status', 'code', 'message', 'requestId'],
  },
}

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
})
const responses = {
  Invalid: problem('What was sent is not valid; `details.issues` lists everything wrong with it.'),
  NoSession: problem('There is no live session.'),
  Forbidden: problem('The site itself did not send this, or the role lacks the right.'),
  Problem: problem(
    'Anything else: not found, changed meanwhile, too often, unavailable, or our own mistake.',
  ),
}

/** The document, as far as anybody here looks into it. */
interface OpenApiDocument {
  readonly openapi: string
  readonly info: { readonly title: string; readonly version: string }
  readonly paths: Record<string, unknown>
  readonly components: {
    readonly securitySchemes: object
    readonly schemas: object
    readonly responses: object
  }
}

/** One description of every section's routes, made from the schemas that check them. */
export async function openApiDocument(apps: readonly Describable[]): Promise<OpenApiDocument> {
  const documentation = { openapi: '3.1.0', info, components: { securitySchemes, schemas, responses } }
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
    ...documentation,
    paths: Object.fromEntries(documents.flatMap(({ paths }) => Object.entries(paths ?? {}))),
  }
}
