import {
  AdminGetUserCommand,
  AssociateSoftwareTokenCommand,
  ChangePasswordCommand,
  CodeMismatchException,
  InitiateAuthCommand,
  InvalidPasswordException,
  SetUserMFAPreferenceCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createWorld, type World } from '#tests/harness/world'
import { cookieOf, createSessionWorld, password, type SessionWorld } from './session-world.ts'

const newPassword = 'another long and honest one'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.stop())

let site: SessionWorld
beforeEach(async () => {
  site = await createSessionWorld(world, { ada: {}, 'ada@example.com': {} })
  site.identity.on(ChangePasswordCommand).resolves({})
  site.identity.on(AssociateSoftwareTokenCommand).resolves({ SecretCode: 'JBSWY3DPEHPK3PXP' })
  site.identity.on(SetUserMFAPreferenceCommand).resolves({})
  site.identity
    .on(VerifySoftwareTokenCommand)
    .rejects(new CodeMismatchException({ message: 'no', $metadata: {} }))
    .on(VerifySoftwareTokenCommand, { UserCode: '123456' })
    .resolves({ Status: 'SUCCESS' })
})

const actions = async () =>
  (await site.dump())
    .filter(({ kind, action }) => kind === 'audit' && action !== 'session.opened')
    .map(({ action }) => action)

describe('my sessions', () => {
  test('say device and address, and one can be ended by its owner only', async () => {
    const mine = await site.enter('ada', { address: '203.0.113.9' })
    const other = await site.enter('ada')
    const list = (await (await site.call('GET', '/list', { cookie: mine })).json()) as {
      id: string
      isThis: boolean
    }[]

    expect(list).toHaveLength(2)
    expect(list.find(({ isThis }) => isThis)).toMatchObject({ address: '203.0.113.9', device: null })
    const victim = list.find(({ isThis }) => !isThis)?.id ?? ''
    expect((await site.call('DELETE', `/list/${victim}`, { cookie: mine })).status).toBe(204)
    expect(await site.statusOf(other)).toBe(401)
    expect((await site.call('DELETE', `/list/${victim}`, { cookie: mine })).status).toBe(404)
    expect(await actions()).toEqual(['session.ended'])
  })

  test('of somebody else answer as if they were not there', async () => {
    await site.enter('ada')
    const stranger = await site.enter('ada@example.com')
    const hash = String(
      (await site.dump()).find(({ pk, userId }) => pk.startsWith('SESSION#') && userId === 'sub-ada')?.[
        'hash'
      ],
    )

    expect((await site.call('DELETE', `/list/${hash}`, { cookie: stranger })).status).toBe(404)
  })
})

describe('my password', () => {
  const change = (cookie: string, body: object = {}) =>
    site.call('POST', '/password', { cookie, body: { current: password, newPassword, ...body } })

  test('changes with the old one, ends every session and hands out a new one', async () => {
    const other = await site.enter()
    const mine = await site.enter()

    const answer = await change(mine)

    expect(answer.status).toBe(204)
    expect(await site.statusOf(mine)).toBe(401)
    expect(await site.statusOf(other)).toBe(401)
    expect(await site.statusOf(cookieOf(answer))).toBe(200)
    expect(site.identity.commandCalls(ChangePasswordCommand)[0]?.args[0].input).toMatchObject({
      PreviousPassword: password,
      ProposedPassword: newPassword,
    })
    expect(await actions()).toEqual(['password.changed'])
  })

  test.each([
    ['the old one is wrong', { current: 'a guess' }, 'current'],
    ['the new one is short', { newPassword: 'too short' }, 'newPassword'],
    ['the new one is common', { newPassword: 'passwordpassword' }, 'newPassword'],
  ])('stays when %s, and the field says so', async (_, body, path) => {
    const mine = await site.enter()

    const answer = await change(mine, body)

    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ details: { issues: [{ path }] } })
    expect(await site.statusOf(mine)).toBe(200)
    expect(await actions()).toEqual([])
  })

  test('stays when the pool refuses the new one', async () => {
    site.identity
      .on(ChangePasswordCommand)
      .rejects(new InvalidPasswordException({ message: '', $metadata: {} }))
    const mine = await site.enter()

    expect((await change(mine)).status).toBe(400)
    expect(await site.statusOf(mine)).toBe(200)
  })

  test('cannot be guessed from an open session: ten tries, then it waits', async () => {
    const mine = await site.enter()
    for (let tries = 0; tries < 10; tries++)
      expect((await change(mine, { current: 'a guess' })).status).toBe(400)

    expect((await change(mine)).status).toBe(429)
  })
})

describe('my authenticator app', () => {
  const offer = async (cookie: string) =>
    (await (await site.call('POST', '/totp', { cookie, body: { current: password } })).json()) as {
      secret: string
      uri: string
      challenge: string
    }
  const confirm = (cookie: string, challenge: string, code: string) =>
    site.call('PUT', '/totp', { cookie, body: { challenge, code } })

  test('is set up with the password and its first code, and asked for from then on', async () => {
    const mine = await site.enter()

    const { secret, uri, challenge } = await offer(mine)
    expect(secret).toBe('JBSWY3DPEHPK3PXP')
    expect(uri).toBe('otpauth://totp/Perennial%3Aada%40example.com?secret=JBSWY3DPEHPK3PXP&issuer=Perennial')
    expect((await confirm(mine, challenge, '000000')).status).toBe(400)
    expect((await confirm(mine, challenge, '123456')).status).toBe(204)

    expect(site.identity.commandCalls(SetUserMFAPreferenceCommand)[0]?.args[0].input).toMatchObject({
      SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true },
    })
    expect(await actions()).toEqual(expect.arrayContaining(['totp.offered', 'totp.enabled']))
  })

  test('leaves no token in the hands of the browser, and takes no challenge of somebody else or from before', async () => {
    const mine = await site.enter()
    const stranger = await site.enter('ada@example.com')
    const { challenge } = await offer(mine)
    const readable = Buffer.from(challenge, 'base64url').toString('latin1')

    expect(readable).not.toMatch(/eyJ|refresh/)
    expect((await confirm(mine, `${challenge.slice(0, -2)}AA`, '123456')).status).toBe(400)
    site.pass(11)
    expect((await confirm(mine, challenge, '123456')).status).toBe(400)
    expect(await site.statusOf(stranger)).toBe(200)
  })

  test('is turned off with the password, unless the role cannot do without', async () => {
    site.identity.on(AdminGetUserCommand).resolves({ UserMFASettingList: ['SOFTWARE_TOKEN_MFA'] })
    const mine = await site.enter()

    expect(await (await site.call('GET', '/totp', { cookie: mine })).json()).toEqual({
      isOn: true,
      isRequired: false,
    })
    expect((await site.call('POST', '/totp/off', { cookie: mine, body: { current: password } })).status).toBe(
      204,
    )
    const strict = await createSessionWorld(
      world,
      { ada: {}, 'ada@example.com': {} },
      { totpRequiredFor: ['analyst'] },
    )
    expect(strict).toBeDefined()
  })
})

describe('a role that needs a second factor', () => {
  beforeEach(async () => {
    site = await createSessionWorld(
      world,
      { boss: { groups: ['admin'] }, ada: {} },
      { totpRequiredFor: ['admin'] },
    )
    site.identity.on(AssociateSoftwareTokenCommand).resolves({ SecretCode: 'JBSWY3DPEHPK3PXP' })
    site.identity.on(SetUserMFAPreferenceCommand).resolves({})
    site.identity.on(VerifySoftwareTokenCommand).resolves({ Status: 'ERROR' })
    site.identity.on(VerifySoftwareTokenCommand, { UserCode: '123456' }).resolves({ Status: 'SUCCESS' })
  })

  test('sets up its app before the first session is opened, and no session is opened without', async () => {
    const asked = await site.step({ username: 'boss', password })
    const { next, challenge } = (await asked.json()) as { next: string; challenge: string }

    expect(next).toBe('enrol')
    expect(asked.headers.get('set-cookie')).toBeNull()
    const enrol = (code: string) => site.step({ step: 'enrol', username: 'boss', challenge, code })
    expect((await enrol('000000')).status).toBe(401)
    const entered = await enrol('123456')
    expect(entered.status).toBe(200)
    expect(await site.statusOf(cookieOf(entered))).toBe(200)
  })

  test('does not keep others from signing in with a password', async () => {
    expect(await site.statusOf(await site.enter('ada'))).toBe(200)
  })

  test('cannot use the set-up of another user', async () => {
    const { challenge } = (await (await site.step({ username: 'boss', password })).json()) as {
      challenge: string
    }

    expect((await site.step({ step: 'enrol', username: 'ada', challenge, code: '123456' })).status).toBe(401)
  })
})

describe('a disabled user', () => {
  test('does not come in, whatever the pool says', async () => {
    await site.enter('ada')
    await site.sessions.endAll('sub-ada', site.clock(), true)

    expect((await site.step({ username: 'ada', password })).status).toBe(401)
    await site.sessions.endAll('sub-ada', site.clock(), false)
    expect((await site.step({ username: 'ada', password })).status).toBe(200)
    expect(site.identity.commandCalls(InitiateAuthCommand).length).toBeGreaterThan(0)
  })
})
