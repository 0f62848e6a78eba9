import type { ValidationTargets } from 'hono'
import { validator } from 'hono-openapi'
import type * as v from 'valibot'
import { type Issue, invalidInput } from '#shared/kernel/errors'
import type { HttpEnv } from './env.ts'

const MAX_DEPTH = 8
const MOST_KEYS = 200
const MAX_ISSUES = 50
const MAX_PATH = 80

interface FoundIssue {
  readonly message: string
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined
}

/** A path like `rows.3.amount`. */
function pathOf({ path = [] }: FoundIssue): string {
  const keys = path.map((step) => String(typeof step === 'object' ? step.key : step))
  return keys.join('.').slice(0, MAX_PATH)
}

/** An issue without the value it is about: valibot's own sentences end with what was received. */
function issueOf(found: FoundIssue): Issue {
  return { path: pathOf(found), message: found.message.replace(/ but received [\s\S]*$/, '.') }
}

/** Schemas list what may be said; this bounds how deep and how much, and keeps names out that objects inherit. */
function shapeIssues(value: unknown, depth = 0, counter = { keys: 0, most: MOST_KEYS }): Issue[] {
  if (typeof value !== 'object' || value === null) return []
  if (depth >= MAX_DEPTH) return [{ path: '', message: `At most ${MAX_DEPTH} levels.` }]
  return Object.entries(value).flatMap(([key, inner]) => {
    counter.keys += 1
    if (counter.keys > counter.most)
      return counter.keys === counter.most + 1 ? [tooManyKeys(counter.most)] : []
    if (!Array.isArray(value) && key in Object.prototype) return [{ path: key, message: 'Not a known key.' }]
    return shapeIssues(inner, depth + 1, counter)
  })
}

const tooManyKeys = (most: number): Issue => ({ path: '', message: `At most ${most} keys.` })

/**
 * Checks a part of the request before the handler runs; `c.req.valid(target)` then has the parsed value. Refuses with
 * every issue at once and without repeating what was sent. A query parameter given twice is an issue of its own.
 *
 * @param mostKeys  keys of the whole body, entries of lists included
 */
export function validate<Schema extends v.GenericSchema, Target extends keyof ValidationTargets>(
  target: Target,
  schema: Schema,
  { mostKeys = MOST_KEYS }: { mostKeys?: number } = {},
): ReturnType<typeof validator<Schema, Target, HttpEnv, string>> {
  return validator<Schema, Target, HttpEnv, string>(
    target,
    schema,
    (result, c) => {
      const shape = target === 'json' ? shapeIssues(result.data, 0, { keys: 0, most: mostKeys }) : []
      const issues = [...shape, ...(result.success ? [] : result.error.map(issueOf))]
      if (issues.length === 0) return
      c.get('log').info('input_validation_fail', { paths: issues.map(({ path }) => path).slice(0, 10) })
      throw invalidInput('request.invalid', 'Please check what you sent.', issues.slice(0, MAX_ISSUES))
    },
    { options: { errorMode: 'ignore', typeMode: 'input' } },
  )
}
