/** The path to go to after signing in: only a path of this site, never another host, never the sign-in page again. */
export function safeNext(next: unknown, fallback: string): string {
  if (typeof next !== 'string' || !/^\/(?![/\\])/.test(next) || next.startsWith('/login')) return fallback
  return next
}
