/** 24 hours, in seconds: the absolute life of a session. */
export const SESSION_SECONDS = 86_400

// 32 random bytes as base64url.
const sidPattern = /^[\w-]{43}$/
// Browsers keep 4,096 bytes per cookie; a longer header is not ours.
const MAX_COOKIE_HEADER = 4_096

const isHttps = (siteOrigin: string) => siteOrigin.startsWith('https://')

/** Name of the session cookie: `__Host-` binds it to this host, and browsers grant it on https only. */
export function cookieName(siteOrigin: string): string {
  return isHttps(siteOrigin) ? '__Host-sid' : 'sid'
}

/** The Set-Cookie value that hands over a session, or takes it back when `sid` is empty. */
export function sessionCookie(siteOrigin: string, sid: string): string {
  const secure = isHttps(siteOrigin) ? ' Secure;' : ''
  const age = sid === '' ? 0 : SESSION_SECONDS
  return `${cookieName(siteOrigin)}=${sid}; Path=/;${secure} HttpOnly; SameSite=Strict; Max-Age=${age}`
}

/** The one session id presented; undefined when there is none, more than one, or something that never was one. */
export function presentedSid(cookieHeader: string | undefined, siteOrigin: string): string | undefined {
  if (!cookieHeader || cookieHeader.length > MAX_COOKIE_HEADER) return undefined
  const prefix = `${cookieName(siteOrigin)}=`
  const values = cookieHeader
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(prefix))
    .map((pair) => pair.slice(prefix.length))
  const [sid = ''] = values
  return values.length === 1 && sidPattern.test(sid) ? sid : undefined
}
