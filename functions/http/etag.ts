import { createHash } from 'node:crypto'
import type { Context, TypedResponse } from 'hono'
import type { JSONParsed, JSONValue } from 'hono/utils/types'
import type { AnswerCache } from './answer-cache.ts'
import type { HttpEnv } from './env.ts'

/** The JSON of a body, as the typed client reads it. */
export type JsonAnswer<Body> = TypedResponse<JSONParsed<Body>, 200, 'json'>

/** The ETag of an answer: what was read, by whom it may be seen, for which question, by which code. */
function tagOf(c: Context<HttpEnv>, parts: readonly (string | number)[]): string {
  const { pathname, searchParams } = new URL(c.req.url)
  searchParams.sort()
  const query = searchParams.toString()
  const all = [c.get('codeVersion'), c.get('presented')?.actor.role, pathname, query, ...parts]
  return `"${createHash('sha256').update(JSON.stringify(all)).digest('base64url').slice(0, 27)}"`
}

function isKnown(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false
  // CloudFront weakens a tag when it compresses the answer.
  return ifNoneMatch.split(',').some((known) => known.trim().replace(/^W\//, '') === tag)
}

/**
 * Answers 304 when the caller already has this version, else the body. `parts` name the versions that were read; the
 * body is made only when it is needed, and with a cache only once; `X-Cache` tells. Typed as the 200: a browser turns 304
 * back into its stored answer.
 */
export async function answerWithEtag<Body extends object>(
  c: Context<HttpEnv>,
  parts: readonly (string | number)[],
  body: () => Body | Promise<Body>,
  cache?: AnswerCache,
): Promise<JsonAnswer<Body>> {
  const tag = tagOf(c, parts)
  c.header('ETag', tag)
  c.header('Cache-Control', 'private, no-cache')
  // 304 has no body to type; see above.
  if (isKnown(c.req.header('if-none-match'), tag)) return c.body(null, 304) as unknown as JsonAnswer<Body>
  const kept = cache?.get(tag)
  if (cache) c.header('X-Cache', kept ? 'HIT' : 'MISS')
  const made = kept ?? (await body())
  if (!kept) cache?.set(tag, made)
  return c.json(made as JSONValue & object, 200) as unknown as JsonAnswer<Body>
}
