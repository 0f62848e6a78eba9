import { randomBytes } from 'node:crypto'
import type { Hono } from 'hono'
import * as v from 'valibot'
import { PasswordChange, Proof, TotpConfirmation, TotpOffer, TotpState } from '#shared/access/account.schema'
import { DomainError } from '#shared/kernel/errors'
import { actorOf, presentedOf, requireSession } from '#functions/http/actor'
import { sessionCookie } from '#functions/http/cookie'
import type { HttpDeps, HttpEnv } from '#functions/http/env'
import { describe } from '#functions/http/openapi'
import { addressOf } from '#functions/http/origin'
import { validate } from '#functions/http/validate'
import type { SessionsStore } from '#functions/store/sessions.store'
import type { Account } from './account.ts'
import { deviceOf } from './device.ts'

const SessionParams = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[\w-]{43}$/, 'This is no session id.')),
})

const own = { right: 'session', status: 204 } as const
const described = {
  end: describe({ ...own, summary: 'Ends one session of the caller', audit: 'session.ended' }),
  password: describe({
    ...own,
    summary: 'Sets a new password; every other session of the caller ends',
    audit: 'password.changed',
  }),
  state: describe({
    summary: 'Says whether a code is asked of the caller at sign-in',
    answer: TotpState,
    right: 'session',
  }),
  offer: describe({
    summary: 'Gives a secret for an authenticator app',
    answer: TotpOffer,
    status: 201,
    right: 'session',
    audit: 'totp.offered',
  }),
  confirm: describe({ ...own, summary: 'Asks for a code at sign-in from now on', audit: 'totp.enabled' }),
  drop: describe({ ...own, summary: 'Asks for no code at sign-in any more', audit: 'totp.disabled' }),
}

interface AccountRoutesDeps {
  readonly http: HttpDeps
  readonly account: Account
  readonly sessions: Pick<SessionsStore, 'end' | 'list' | 'open'>
}

/** Adds what people change about themselves: their sessions, their password, their second factor. */
export function addAccountRoutes(app: Hono<HttpEnv>, { http, account, sessions }: AccountRoutesDeps): void {
  const { clock, idleMinutes, siteOrigin } = http
  app
    .delete(
      '/api/session/list/:id',
      described.end,
      requireSession(),
      validate('param', SessionParams),
      async (c) => {
        const { userId } = actorOf(c)
        const { id } = c.req.valid('param')
        const mine = await sessions.list(userId, { now: clock(), idleMinutes })
        if (!mine.some(({ hash }) => hash === id)) throw noSuchSession()
        await sessions.end(userId, [id])
        return c.body(null, 204)
      },
    )
    .post(
      '/api/session/password',
      described.password,
      requireSession(),
      validate('json', PasswordChange),
      async (c) => {
        const { actor } = presentedOf(c)
        await account.changePassword(actor, c.req.valid('json'))
        const sid = randomBytes(32).toString('base64url')
        const place = { device: deviceOf(c.req.header('user-agent')), address: addressOf(c) }
        await sessions.open(sid, actor, clock(), place)
        c.header('Set-Cookie', sessionCookie(siteOrigin, sid))
        return c.body(null, 204)
      },
    )
    .get('/api/session/totp', described.state, requireSession(), async (c) =>
      c.json(await account.totpState(actorOf(c))),
    )
    .post('/api/session/totp', described.offer, requireSession(), validate('json', Proof), async (c) =>
      c.json(await account.offerTotp(actorOf(c), c.req.valid('json')), 201),
    )
    .put(
      '/api/session/totp',
      described.confirm,
      requireSession(),
      validate('json', TotpConfirmation),
      async (c) => {
        await account.confirmTotp(actorOf(c), c.req.valid('json'))
        return c.body(null, 204)
      },
    )
    .post('/api/session/totp/off', described.drop, requireSession(), validate('json', Proof), async (c) => {
      await account.dropTotp(actorOf(c), c.req.valid('json'))
      return c.body(null, 204)
    })
}

const noSuchSession = () => new DomainError('not-found', 'session.not-found', 'There is no such session.')
