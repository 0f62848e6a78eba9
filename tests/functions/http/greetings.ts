import * as v from 'valibot'
import type { AuditEvent } from '#shared/audit/audit.schema'
import type { Role } from '#shared/access/rights'
import { DomainError } from '#shared/kernel/errors'
import { actorOf, isPublic, requireRight, requireSession } from '#functions/http/actor'
import type { HttpDeps } from '#functions/http/env'
import { answerWithEtag } from '#functions/http/etag'
import { describe } from '#functions/http/openapi'
import { createSection } from '#functions/http/section'
import { validate } from '#functions/http/validate'

const Greeting = v.object({ hello: v.string(), role: v.string() })
const GreetingQuery = v.strictObject({
  name: v.optional(v.pipe(v.string(), v.maxLength(20, 'At most 20 characters.')), 'you'),
  limit: v.optional(v.pipe(v.string(), v.toNumber(), v.integer(), v.maxValue(100)), '25'),
  tone: v.optional(v.picklist(['warm', 'cool'])),
})
export const NewGreeting = v.strictObject({
  text: v.pipe(v.string(), v.minLength(1), v.maxLength(100_000)),
  rank: v.optional(v.pipe(v.number(), v.integer())),
})

/** A section with one route of each kind, for what every section has in common. */
export function greetingsRoutes(deps: { http: HttpDeps; fail?: () => never }) {
  return createSection(deps.http)
    .get(
      '/api/greetings',
      describe({ summary: 'Greets', answer: Greeting, right: 'figures' }),
      requireRight('figures'),
      validate('query', GreetingQuery),
      (c) => c.json({ hello: c.req.valid('query').name, role: actorOf(c).role }),
    )
    .post(
      '/api/greetings',
      describe({
        summary: 'Adds one',
        answer: Greeting,
        status: 201,
        right: 'edit',
        audit: 'greeting.added',
      }),
      requireRight('edit'),
      validate('json', NewGreeting),
      (c) => c.json({ hello: c.req.valid('json').text, role: actorOf(c).role }, 201),
    )
    .delete(
      '/api/greetings',
      describe({ summary: 'Clears', right: 'session', audit: 'greeting.cleared' }),
      requireSession(),
      (c) => c.body(null, 204),
    )
    .get(
      '/api/greetings/open/:id',
      describe({ summary: 'Greets anyone', answer: Greeting, right: 'public' }),
      isPublic(),
      validate('param', v.object({ id: v.string() })),
      (c) => answerWithEtag(c, ['v1'], () => ({ hello: c.req.valid('param').id, role: 'none' })),
    )
    .get('/api/greetings/failing', describe({ summary: 'Fails', right: 'public' }), isPublic(), () => {
      throw deps.fail?.() ?? new DomainError('conflict', 'greeting.changed-meanwhile', 'Load it again.')
    })
}
export type GreetingsRoutes = ReturnType<typeof greetingsRoutes>

/** What was logged, by event. */
export function createLogBook() {
  const lines: { level: string; event: string; fields: Record<string, unknown> }[] = []
  const writer =
    (level: string) =>
    (event: string, fields: object = {}) => {
      lines.push({ level, event, fields: { ...fields } })
    }
  const log = { info: writer('info'), warn: writer('warn'), error: writer('error'), forRequest: () => log }
  return { lines, log }
}

/** What was entered into the audit trail, in order. */
export function createAuditBook() {
  const entries: AuditEvent[] = []
  const append = (event: AuditEvent) => Promise.resolve(entries.push(event))
  return { entries, audit: { append } }
}

/** A session id of the right shape, for a fake store that knows one of them per role. */
export const sidOf = (role: Role) => role.padEnd(43, '-')

/** Surroundings in which `sidOf(role)` is a live session of that role. */
export function httpSurroundings(overrides: Partial<HttpDeps> = {}): HttpDeps {
  return {
    sessions: {
      resume: (sid) => {
        const role = (['viewer', 'analyst', 'steward', 'admin'] as const).find((one) => sidOf(one) === sid)
        const times = { createdAt: '', lastSeenAt: '', endsAt: '2026-01-02T00:00:00.000Z' }
        const place = { device: null, address: null }
        const session = role && {
          hash: 'h',
          userId: `u-${role}`,
          name: role,
          email: '',
          role,
          epoch: 0,
          ...times,
          ...place,
        }
        return Promise.resolve(session)
      },
    },
    audit: createAuditBook().audit,
    clock: () => '2026-01-01T00:00:00.000Z',
    siteOrigin: 'https://perennial.example',
    idleMinutes: 120,
    codeVersion: 'one',
    log: createLogBook().log,
    ...overrides,
  }
}

/** Headers of a browser on the site, signed in with a role. */
export function fromSite(role?: Role): Record<string, string> {
  return {
    origin: 'https://perennial.example',
    'sec-fetch-site': 'same-origin',
    'x-requested-with': 'perennial',
    'content-type': 'application/json',
    ...(role ? { cookie: `__Host-sid=${sidOf(role)}` } : {}),
  }
}
