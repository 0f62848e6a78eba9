import { InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createWorld, type World } from '#tests/harness/world'
import { createSessionWorld, password, type SessionWorld } from './session-world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.stop())

let site: SessionWorld
beforeEach(async () => {
  site = await createSessionWorld(world, { ada: {}, boss: { groups: ['admin'] } })
})

async function entries() {
  const items = (await site.dump()).filter(({ kind }) => kind === 'audit')
  return items.sort((one, other) => String(one['at']).localeCompare(String(other['at'])))
}

describe('the audit trail of signing in and out', () => {
  test('has one entry for a sign-in, by the person who came in', async () => {
    await site.enter('ada')

    expect(await entries()).toMatchObject([
      {
        action: 'session.opened',
        outcome: 'done',
        actor: { id: 'sub-ada', role: 'analyst' },
        subject: { kind: 'user', id: 'sub-ada' },
      },
    ])
  })

  test('has one entry for a refused sign-in, and the name typed only as a pseudonym', async () => {
    await site.step({ username: 'ada@example.com', password: 'a guess' })

    const kept = await entries()
    expect(kept).toMatchObject([
      {
        action: 'session.opened',
        outcome: 'refused',
        actor: null,
        subject: { kind: 'username', id: site.audit.pseudonymOf('Ada@Example.com') },
      },
    ])
    expect(JSON.stringify(kept)).not.toMatch(/ada|guess/)
  })

  test('has one entry that says a password was right but a step is missing', async () => {
    site.identity
      .on(InitiateAuthCommand)
      .resolves({ ChallengeName: 'SOFTWARE_TOKEN_MFA', Session: 's', ChallengeParameters: {} })

    await site.step({ username: 'ada', password })

    expect(await entries()).toMatchObject([{ action: 'session.opened', outcome: 'continued', actor: null }])
  })

  test('has none for attempts that were held back, which would let a stranger fill it', async () => {
    for (let count = 0; count < 14; count++) await site.step({ username: 'ada', password: 'a guess' })

    expect(await entries()).toHaveLength(10)
  })

  test('says of a wrong mailed code that it was refused, though the caller is not told', async () => {
    const answer = await site.step({
      step: 'confirm',
      username: 'ada',
      code: '123456',
      newPassword: 'a long and honest password 2',
    })

    expect(answer.status).toBe(200)
    expect(await entries()).toMatchObject([{ action: 'password.reset', outcome: 'refused' }])
  })

  test('has one entry each for signing out, ending others and ending those of somebody', async () => {
    await site.enter('ada')
    const cookie = await site.enter('ada')
    const boss = await site.enter('boss')
    await site.call('DELETE', '/others', { cookie })
    await site.call('DELETE', '', { cookie })
    await site.call('DELETE', '/users/sub-ada', { cookie: boss })

    const kept = (await entries()).filter(({ action }) => action !== 'session.opened')
    expect(kept.map(({ action }) => action).toSorted()).toEqual([
      'session.closed',
      'session.others-closed',
      'user.sessions-ended',
    ])
    expect(kept.find(({ action }) => action === 'session.others-closed')).toMatchObject({
      actor: { id: 'sub-ada', via: 'session' },
      details: { sessions: 1 },
    })
    expect(kept.find(({ action }) => action === 'user.sessions-ended')).toMatchObject({
      actor: { id: 'sub-boss' },
      subject: { kind: 'user', id: 'sub-ada' },
    })
  })
})
