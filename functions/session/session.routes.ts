import * as v from 'valibot'
import { SessionView, SignInAnswer, SignInStep } from '#shared/access/session.schema'
import { isPublic, presentedOf, requireSession } from '#functions/http/actor'
import { presentedSid, sessionCookie } from '#functions/http/cookie'
import type { HttpDeps } from '#functions/http/env'
import { describe } from '#functions/http/openapi'
import { addressOf } from '#functions/http/origin'
import { createSection } from '#functions/http/section'
import { validate } from '#functions/http/validate'
import type { SessionsStore } from '#functions/store/sessions.store'
import { sessionView } from './session-view.ts'
import type { SignIn } from './sign-in.ts'

// Told by its name, so that what is wrong is said about the step that was meant and not about all of them.
const Step = v.variant('step', SignInStep.options)
const SessionList = v.array(v.object({ startedAt: v.string(), lastSeenAt: v.string(), isThis: v.boolean() }))

/** What the section needs. */
export interface SessionDeps {
  readonly http: HttpDeps
  readonly signIn: SignIn
  readonly sessions: Pick<SessionsStore, 'end' | 'list'>
}

/** Signing in and out, and the sessions of the caller. */
export function sessionRoutes({ http, signIn, sessions }: SessionDeps) {
  const { siteOrigin, idleMinutes, clock } = http
  return createSection(http)
    .post(
      '/api/session',
      describe({ summary: 'Takes a step of signing in', answer: SignInAnswer, right: 'public' }),
      isPublic(),
      validate('json', Step),
      async (c) => {
        const sid = presentedSid(c.req.header('cookie'), siteOrigin)
        const caller = { address: addressOf(c), sid, log: c.get('log') }
        const outcome = await signIn(c.req.valid('json'), caller)
        if (outcome.sid) c.header('Set-Cookie', sessionCookie(siteOrigin, outcome.sid))
        return c.json(outcome.answer)
      },
    )
    .get(
      '/api/session',
      describe({ summary: 'Says who is signed in', answer: SessionView, right: 'session' }),
      requireSession(),
      (c) => c.json(sessionView(presentedOf(c), idleMinutes)),
    )
    .delete(
      '/api/session',
      describe({ summary: 'Signs out', status: 204, right: 'session' }),
      requireSession(),
      async (c) => {
        const { actor, sessionHash } = presentedOf(c)
        if (sessionHash) await sessions.end(actor.userId, [sessionHash])
        c.get('log').info('authn_token_revoked', { userId: actor.userId })
        c.header('Set-Cookie', sessionCookie(siteOrigin, ''))
        c.header('Clear-Site-Data', '"cache", "storage"')
        return c.body(null, 204)
      },
    )
    .get(
      '/api/session/list',
      describe({ summary: 'Lists the sessions of the caller', answer: SessionList, right: 'session' }),
      requireSession(),
      async (c) => {
        const { actor, sessionHash } = presentedOf(c)
        const mine = await sessions.list(actor.userId, { now: clock(), idleMinutes })
        return c.json(
          mine.map(({ createdAt, lastSeenAt, hash }) => ({
            startedAt: createdAt,
            lastSeenAt,
            isThis: hash === sessionHash,
          })),
        )
      },
    )
    .delete(
      '/api/session/others',
      describe({ summary: 'Ends every other session of the caller', status: 204, right: 'session' }),
      requireSession(),
      async (c) => {
        const { actor, sessionHash } = presentedOf(c)
        const mine = await sessions.list(actor.userId, { now: clock(), idleMinutes })
        const others = mine.map(({ hash }) => hash).filter((hash) => hash !== sessionHash)
        await sessions.end(actor.userId, others)
        return c.body(null, 204)
      },
    )
}

/** Type of the section, for the typed client. */
export type SessionRoutes = ReturnType<typeof sessionRoutes>
