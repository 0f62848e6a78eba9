import { describeRoute, resolver } from 'hono-openapi'
import type * as v from 'valibot'
import { auditedAs } from './audit-mark.ts'
import { type Guard, promised } from './guard-mark.ts'

interface RouteDescription {
  readonly summary: string
  readonly description?: string
  /** Schema of the answer; absent for an answer without a body. */
  readonly answer?: v.GenericSchema
  /** Status of the answer, 200 when absent. */
  readonly status?: number
  /** What the caller needs: a right, any session, or nothing. */
  readonly right: Guard
  /** What the audit trail calls it, `client.edited`: every route that is no GET has one. */
  readonly audit?: string
}

const needs = (right: Guard) =>
  right === 'public'
    ? 'Needs no session.'
    : right === 'session'
      ? 'Needs a session.'
      : `Needs the right \`${right}\`.`

// Defined once for the whole document: functions/system/openapi-document.ts.
const reference = (name: string) => ({ $ref: `#/components/responses/${name}` })

/** Describes a route for the interface description; the guard beside it must be the one promised here. */
export function describe(described: RouteDescription) {
  const { summary, description, answer, status = 200, right, audit } = described
  const content = answer && {
    content: {
      'application/json': { schema: resolver(answer, { errorMode: 'ignore', typeMode: 'output' }) },
    },
  }
  const route = describeRoute({
    summary,
    description: description ? `${description} ${needs(right)}` : needs(right),
    security: right === 'public' ? [] : [{ session: [] }, { bearer: [] }],
    responses: {
      [status]: { description: 'Done.', ...content },
      400: reference('Invalid'),
      ...(right === 'public' ? {} : { 401: reference('NoSession') }),
      403: reference('Forbidden'),
      default: reference('Problem'),
    },
  })
  return auditedAs(audit, promised(right, route))
}
