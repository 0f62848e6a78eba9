/** How the site is protected, in the terms of a CloudFront response headers policy. */
export const protection = {
  hstsSeconds: 63_072_000,
  frame: 'DENY',
  referrer: 'no-referrer',
  others: {
    'permissions-policy': 'geolocation=(), camera=(), microphone=(), payment=(), usb=()',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  },
} as const

/** The content security policy of the site; `filesOrigin` is where imports are uploaded to. */
export function contentSecurityPolicy(filesOrigin: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self' ${filesOrigin}`,
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
    "manifest-src 'self'",
    "require-trusted-types-for 'script'",
    // The default policy allows the empty string only: charts clear their box with it.
    'trusted-types vue default',
  ].join('; ')
}

/** The security headers of every file of the site, the same on AWS and on the desk. */
export function siteHeaders(filesOrigin: string): Readonly<Record<string, string>> {
  return {
    'content-security-policy': contentSecurityPolicy(filesOrigin),
    'strict-transport-security': `max-age=${protection.hstsSeconds}; includeSubDomains; preload`,
    'x-content-type-options': 'nosniff',
    'x-frame-options': protection.frame,
    'referrer-policy': protection.referrer,
    ...protection.others,
  }
}

/** The security headers of every answer under /api, also of those that no function made. */
export const apiHeaders = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'strict-transport-security': `max-age=${protection.hstsSeconds}; includeSubDomains; preload`,
  'referrer-policy': protection.referrer,
  'cross-origin-resource-policy': 'same-origin',
} as const

/** Files whose name holds a hash of their content, and how long they may be kept. */
export const hashedFiles = { folder: 'assets', cacheControl: 'public, max-age=31536000, immutable' } as const
/** How long files may be kept that keep their name when their content changes. */
export const namedFiles = { cacheControl: 'no-cache' } as const
