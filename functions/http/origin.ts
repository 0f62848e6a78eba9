import { createHash, timingSafeEqual } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import { DomainError } from '#shared/kernel/errors'
import type { HttpEnv } from './env.ts'

// Digests have one length, so that comparing tells nothing about the secret's.
const digestOf = (text: string) => createHash('sha256').update(text).digest()

/** Refuses calls that did not come through the site's own edge; two secrets hold while one is being rotated. */
export function originGuard(originSecret: string | undefined): MiddlewareHandler<HttpEnv> {
  const accepted = originSecret?.split(',').map((secret) => digestOf(secret.trim())) ?? []
  return async (c, next) => {
    if (accepted.length > 0) {
      const given = digestOf(c.req.header('x-origin-verify') ?? '')
      if (!accepted.some((secret) => timingSafeEqual(secret, given)))
        throw new DomainError('forbidden', 'request.not-through-edge', 'Please use the site.')
      c.set('isThroughEdge', true)
    }
    await next()
  }
}

/**
 * The caller's address: the edge's word where it proved itself, else what the gateway saw. A function at the edge writes
 * `true-client-ip` over whatever the caller sent.
 */
export function addressOf(c: Context<HttpEnv>): string {
  const viewer = c.get('isThroughEdge') ? c.req.header('true-client-ip') : undefined
  return viewer ?? c.env?.event?.requestContext?.http?.sourceIp ?? 'unknown'
}
