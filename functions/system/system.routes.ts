import * as v from 'valibot'
import { requireSession } from '#functions/http/actor'
import type { HttpDeps } from '#functions/http/env'
import { answerWithEtag } from '#functions/http/etag'
import { describe } from '#functions/http/openapi'
import { createSection } from '#functions/http/section'
import { type Describable, openApiDocument } from './openapi-document.ts'

const OpenApiDocument = v.looseObject({
  openapi: v.string(),
  info: v.looseObject({ title: v.string(), version: v.string() }),
  paths: v.record(v.string(), v.unknown()),
})

interface SystemDeps {
  readonly http: HttpDeps
  /** The apps of the other sections. */
  readonly apps: readonly Describable[]
}

/** What the interface says about itself. */
export function systemRoutes({ http, apps }: SystemDeps) {
  const described = [...apps]
  let document: ReturnType<typeof openApiDocument> | undefined
  const section = createSection(http).get(
    '/api/openapi.json',
    describe({ summary: 'Describes every route', answer: OpenApiDocument, right: 'session' }),
    requireSession(),
    (c) => answerWithEtag(c, [], () => (document ??= openApiDocument(described))),
  )
  described.push(section)
  return section
}

/** Type of the section, for the typed client. */
export type SystemRoutes = ReturnType<typeof systemRoutes>
