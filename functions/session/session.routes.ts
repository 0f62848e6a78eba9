import * as v from 'valibot'
import { SessionView, SignInAnswer, SignInStep } from '#shared/access/session.schema'
import { isPublic, presentedOf, requireRight, requireSession } from '#functions/http/actor'
import { presentedSid, sessionCookie } from '#functions/http/cookie'
import type { HttpDeps } from '#functions/http/env'
import { describe } from '#functions/http/openapi'
import { addressOf } from '#functions/http/origin'
import { createSection } from '#functions/http/section'
import { validate } from '#functions/http/validate'
import type { AuditStore } from '#functions/store/audit.store'
import type { SessionsStore } from '#functions/store/sessions.store'
import type { Account } from './account.ts'
import { addAccountRoutes } from './account.routes.ts'
import { deviceOf } from './device.ts'
import { entered } from './entered.ts'
import { SessionList, sessionList, sessionView } from './session-view.ts'
import type { SignIn } from './sign-in.ts'

// Told by its name, so that what is wrong is said about the step that was meant and not about all of them.
const Step = v.variant('step', SignInStep.options)
const UserParams = v.strictObject({ id: v.pipe(v.string(), v.minLength(1), v.maxLength(128)) })

const described = {
  step: describe({
    summary: 'Takes a step of signing in',
    answer: SignInAnswer,
    right: 'public',
    audit: 'session.opened',
  }),
  read: describe({ summary: 'Says who is signed in', answer: SessionView, right: 'session' }),
  close: describe({ summary: 'Signs out', status: 204, right: 'session', audit: 'session.closed' }),
  list: describe({ summary: 'Lists the sessions of the caller', answer: SessionList, right: 'session' }),
  closeOthers: describe({
    summary: 'Ends every other session of the caller',
    status: 204,
    right: 'session',
    audit: 'session.others-closed',
  }),
  endAll: describe({
    summary: 'Ends every session and token of a user',
    description: 'After somebody was disabled or moved to another group in the user pool; `id` is the `sub`.',
    status: 204,
    right: 'administer',
    audit: 'user.sessions-ended',
  }),
}

/** What the section needs. */
export interface SessionDeps {
  readonly http: HttpDeps
  readonly signIn: SignIn
  readonly sessions: Pick<SessionsStore, 'end' | 'endAll' | 'list' | 'open'>
  readonly account: Account
  readonly audit: Pick<AuditStore, 'pseudonymOf'>
}

/** Signing in and out, and the sessions of the caller. */
export function sessionRoutes({ http, signIn, sessions, audit, account }: SessionDeps) {
  const { siteOrigin, idleMinutes, clock } = http
  const section = createSection(http)
  addAccountRoutes(section, { http, account, sessions })
  return section
    .post('/api/session', described.step, isPublic(), validate('json', Step), async (c) => {
      const sid = presentedSid(c.req.header('cookie'), siteOrigin)
      const device = deviceOf(c.req.header('user-agent'))
      const caller = { address: addressOf(c), device, sid, log: c.get('log') }
      const outcome = await entered(c, audit, c.req.valid('json'), (step) => signIn(step, caller))
      if (outcome.sid) c.header('Set-Cookie', sessionCookie(siteOrigin, outcome.sid))
      return c.json(outcome.answer)
    })
    .get('/api/session', described.read, requireSession(), (c) =>
      c.json(sessionView(presentedOf(c), idleMinutes)),
    )
    .delete('/api/session', described.close, requireSession(), async (c) => {
      const { actor, sessionHash } = presentedOf(c)
      if (sessionHash) await sessions.end(actor.userId, [sessionHash])
      c.get('log').info('authn_token_revoked', { userId: actor.userId })
      c.header('Set-Cookie', sessionCookie(siteOrigin, ''))
      c.header('Clear-Site-Data', '"cache"')
      return c.body(null, 204)
    })
    .get('/api/session/list', described.list, requireSession(), async (c) => {
      const presented = presentedOf(c)
      const mine = await sessions.list(presented.actor.userId, { now: clock(), idleMinutes })
      return c.json(sessionList(mine, presented))
    })
    .delete('/api/session/others', described.closeOthers, requireSession(), async (c) => {
      const { actor, sessionHash } = presentedOf(c)
      const mine = await sessions.list(actor.userId, { now: clock(), idleMinutes })
      const others = mine.map(({ hash }) => hash).filter((hash) => hash !== sessionHash)
      await sessions.end(actor.userId, others)
      c.set('auditDetails', { sessions: others.length })
      return c.body(null, 204)
    })
    .delete(
      '/api/session/users/:id',
      described.endAll,
      requireRight('administer'),
      validate('param', UserParams),
      async (c) => {
        const { id } = c.req.valid('param')
        await sessions.endAll(id, clock())
        c.set('auditSubject', { kind: 'user', id })
        c.get('log').info('authz_change', { userId: id })
        return c.body(null, 204)
      },
    )
}

/** Type of the section, for the typed client. */
export type SessionRoutes = ReturnType<typeof sessionRoutes>
