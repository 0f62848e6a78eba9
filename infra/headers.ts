const twoYearsSeconds = 63_072_000

/** The content security policy of the site; `filesOrigin` is where imports are uploaded to. */
export function contentSecurityPolicy(filesOrigin: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    // Vue binds and ECharts tooltips write style attributes.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self' ${filesOrigin}`,
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
    "manifest-src 'self'",
    "worker-src 'self' blob:",
  ].join('; ')
}

/** The security headers of every file of the site, the same on AWS and on the desk. */
export function siteHeaders(filesOrigin: string): Readonly<Record<string, string>> {
  return {
    'content-security-policy': contentSecurityPolicy(filesOrigin),
    'strict-transport-security': `max-age=${twoYearsSeconds}; includeSubDomains; preload`,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'permissions-policy': 'geolocation=(), camera=(), microphone=(), payment=(), usb=()',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  }
}

/** Files whose name holds a hash of their content. */
export const immutableFiles = {
  under: '/assets/',
  cacheControl: 'public, max-age=31536000, immutable',
} as const
/** The page and everything else that keeps its name when its content changes. */
export const renamedNever = { cacheControl: 'no-cache' } as const
