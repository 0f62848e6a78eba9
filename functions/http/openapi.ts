import { describeRoute, resolver } from 'hono-openapi'
import * as v from 'valibot'
import { type Guard, promised } from './guard-mark.ts'

/** Body of every answer that is not a success. */
const ProblemBody = v.object({
  type: v.string(),
  title: v.string(),
  status: v.number(),
  code: v.string(),
  message: v.string(),
  details: v.optional(v.record(v.string(), v.unknown())),
  requestId: v.string(),
})

interface RouteDescription {
  readonly summary: string
  readonly description?: string
  /** Schema of the answer; absent for an answer without a body. */
  readonly answer?: v.GenericSchema
  /** Status of the answer, 200 when absent. */
  readonly status?: number
  /** What the caller needs: a right, any session, or nothing. */
  readonly right: Guard
}

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: resolver(ProblemBody) } },
})

/** Describes a route for the interface description; the guard beside it must be the one promised here. */
export function describe({ summary, description, answer, status = 200, right }: RouteDescription) {
  const content = answer && {
    content: {
      'application/json': { schema: resolver(answer, { errorMode: 'ignore', typeMode: 'output' }) },
    },
  }
  const route = describeRoute({
    summary,
    ...(description ? { description } : {}),
    security: right === 'public' ? [] : [{ session: [] }, { bearer: [] }],
    responses: {
      [status]: { description: 'Done.', ...content },
      400: problem('What was sent is not valid; `details.issues` lists everything wrong with it.'),
      ...(right === 'public' ? {} : { 401: problem('No live session.') }),
      403: problem(`Not sent by the site itself, or the role lacks the right \`${right}\`.`),
    },
  })
  return promised(right, route)
}
