import {
  AdminGetUserCommand,
  CodeMismatchException,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
  InitiateAuthCommand,
  InvalidPasswordException,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createWorld, type World } from '#tests/harness/world'
import { cookieOf, createSessionWorld, password, type SessionWorld, wordsOf } from './session-world.ts'

let world: World
let site: SessionWorld
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.stop())
beforeEach(async () => {
  site = await createSessionWorld(world, {
    ada: { name: 'Ada Lovelace' },
    bob: { groups: ['viewer', 'admin'] },
  })
})

const $metadata = {}
const newPassword = 'correct horse battery staple'

describe('a challenge', () => {
  const asks = (ChallengeName: 'NEW_PASSWORD_REQUIRED' | 'SOFTWARE_TOKEN_MFA' | 'SMS_MFA') =>
    site.identity
      .on(InitiateAuthCommand)
      .resolves({ ChallengeName, Session: 'pool-session', ChallengeParameters: {} })
  const challengeFor = async (username = 'ada') =>
    (await (await site.step({ username, password })).json()) as { next: string; challenge: string }
  const answersWith = (result: object) => site.identity.on(RespondToAuthChallengeCommand).resolves(result)

  test('for a new password leads into a session', async () => {
    asks('NEW_PASSWORD_REQUIRED')
    answersWith({ AuthenticationResult: site.tokensOf('ada') })
    const { next, challenge } = await challengeFor()

    const answer = await site.step({ step: 'newPassword', username: 'ada', newPassword, challenge })

    expect(next).toBe('newPassword')
    expect(await answer.json()).toMatchObject({ next: 'done' })
    expect(site.identity.commandCalls(RespondToAuthChallengeCommand)[0]?.args[0].input).toMatchObject({
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      Session: 'pool-session',
      ChallengeResponses: { USERNAME: 'ada', NEW_PASSWORD: newPassword },
    })
  })

  test('for a code leads into a session', async () => {
    asks('SOFTWARE_TOKEN_MFA')
    answersWith({ AuthenticationResult: site.tokensOf('ada') })
    const { next, challenge } = await challengeFor()

    const answer = await site.step({ step: 'totp', username: 'ada', code: '123456', challenge })

    expect(next).toBe('totp')
    expect(await site.statusOf(cookieOf(answer))).toBe(200)
  })

  test('may lead to the next one', async () => {
    asks('NEW_PASSWORD_REQUIRED')
    answersWith({ ChallengeName: 'SOFTWARE_TOKEN_MFA', Session: 'second', ChallengeParameters: {} })
    const { challenge } = await challengeFor()

    const answer = await site.step({ step: 'newPassword', username: 'ada', newPassword, challenge })

    expect(await answer.json()).toEqual({ next: 'totp', challenge: expect.any(String) })
  })

  test('holds for its user, its kind, and three minutes', async () => {
    asks('NEW_PASSWORD_REQUIRED')
    answersWith({ AuthenticationResult: site.tokensOf('bob') })
    const { challenge } = await challengeFor()

    const foreign = await site.step({ step: 'newPassword', username: 'bob', newPassword, challenge })
    const otherKind = await site.step({ step: 'totp', username: 'ada', code: '123456', challenge })
    site.pass(3)
    const late = await site.step({ step: 'newPassword', username: 'ada', newPassword, challenge })

    expect([foreign.status, otherKind.status, late.status]).toEqual([401, 401, 401])
    expect(site.identity.commandCalls(RespondToAuthChallengeCommand)).toHaveLength(0)
  })

  test('does not show the session of the pool', async () => {
    asks('SOFTWARE_TOKEN_MFA')

    expect((await challengeFor()).challenge).not.toContain('pool-session')
  })

  test('of a kind we cannot put to anyone is a refusal', async () => {
    asks('SMS_MFA')

    expect((await site.step({ username: 'ada', password })).status).toBe(401)
  })

  test('answered with a wrong code is a refusal', async () => {
    asks('SOFTWARE_TOKEN_MFA')
    site.identity
      .on(RespondToAuthChallengeCommand)
      .rejects(new CodeMismatchException({ message: 'no', $metadata }))
    const { challenge } = await challengeFor()

    expect((await site.step({ step: 'totp', username: 'ada', code: '123456', challenge })).status).toBe(401)
  })

  test.each([
    ['short', 'only14charact.'],
    ['of one character', 'a'.repeat(30)],
    ['made of the name', 'grace.hopper and more'],
  ])('takes no new password that is %s', async (_, weak) => {
    asks('NEW_PASSWORD_REQUIRED')
    const { challenge } = await challengeFor('grace.hopper@example.com')
    const step = { step: 'newPassword', username: 'grace.hopper@example.com', newPassword: weak, challenge }

    const answer = await site.step(step)

    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ code: 'session.password-too-weak' })
    expect(site.identity.commandCalls(RespondToAuthChallengeCommand)).toHaveLength(0)
  })

  test('says so when the pool itself finds the new password too weak', async () => {
    asks('NEW_PASSWORD_REQUIRED')
    site.identity
      .on(RespondToAuthChallengeCommand)
      .rejects(new InvalidPasswordException({ message: 'no', $metadata }))
    const { challenge } = await challengeFor()

    const answer = await site.step({ step: 'newPassword', username: 'ada', newPassword, challenge })

    expect(await answer.json()).toMatchObject({ status: 400, code: 'session.password-too-weak' })
  })
})

describe('a forgotten password', () => {
  test('is answered alike for people and for strangers', async () => {
    site.identity.on(ForgotPasswordCommand, { Username: 'ada' }).resolves({})

    const known = await site.step({ step: 'forgot', username: 'ada' })
    const unknown = await site.step({ step: 'forgot', username: 'nobody' })

    expect(await wordsOf(known)).toEqual(await wordsOf(unknown))
    expect(known.status).toBe(200)
  })

  test('is confirmed alike with a right and a wrong code', async () => {
    site.identity.on(ConfirmForgotPasswordCommand, { ConfirmationCode: '123456' }).resolves({})
    site.identity.on(AdminGetUserCommand).resolves({ UserAttributes: [{ Name: 'sub', Value: 'sub-ada' }] })
    const confirm = (code: string) => site.step({ step: 'confirm', username: 'ada', code, newPassword })

    expect(await wordsOf(await confirm('123456'))).toEqual(await wordsOf(await confirm('654321')))
  })

  test('ends every session once it is replaced, and only then', async () => {
    const cookie = await site.enter()
    site.identity.on(ConfirmForgotPasswordCommand, { ConfirmationCode: '123456' }).resolves({})
    site.identity.on(AdminGetUserCommand).resolves({ UserAttributes: [{ Name: 'sub', Value: 'sub-ada' }] })

    await site.step({ step: 'confirm', username: 'ada', code: '654321', newPassword })
    const afterWrongCode = await site.statusOf(cookie)
    await site.step({ step: 'confirm', username: 'ada', code: '123456', newPassword })

    expect([afterWrongCode, await site.statusOf(cookie)]).toEqual([200, 401])
  })
})
