import type { MiddlewareHandler } from 'hono'
import { DomainError } from '#shared/kernel/errors'
import type { HttpEnv } from './env.ts'

const safeMethods = ['GET', 'HEAD', 'OPTIONS']

/** Value of X-Requested-With that every mutation carries: a form cannot send it. */
export const REQUESTED_WITH = 'perennial'

function isFromSite(headers: Headers, siteOrigin: string): boolean {
  const site = headers.get('sec-fetch-site')
  const origin = headers.get('origin')
  if (site !== null && site !== 'same-origin') return false
  if (origin === null) return site === 'same-origin'
  if (origin === siteOrigin) return true
  // A browser that says "same-origin" and names the host it calls: the same desk under another name.
  return site === 'same-origin' && URL.canParse(origin) && new URL(origin).host === headers.get('host')
}

function isJsonOrEmpty(headers: Headers, hasBody: boolean): boolean {
  const type = headers.get('content-type')
  if (type === null) return !hasBody
  return type.split(';')[0]?.trim().toLowerCase() === 'application/json'
}

/** Refuses a mutation that the site itself did not send: Fetch Metadata, else Origin; JSON only; our own header. */
export function csrfGuard(siteOrigin: string): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    if (safeMethods.includes(c.req.method)) return next()
    const { headers, body } = c.req.raw
    const isOurs = headers.get('x-requested-with') === REQUESTED_WITH
    if (!isOurs || !isFromSite(headers, siteOrigin) || !isJsonOrEmpty(headers, body !== null)) {
      c.get('log').warn('malicious_csrf')
      throw new DomainError('forbidden', 'request.foreign', 'This request did not come from the site itself.')
    }
    return next()
  }
}
