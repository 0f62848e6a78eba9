import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminRemoveUserFromGroupCommand,
  CognitoIdentityProviderClient,
  ListUsersCommand,
  ListUsersInGroupCommand,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Role } from '#shared/access/rights'
import { createPeopleStore } from '#functions/store/people.store'
import { createUserAdmin } from '#functions/users/user-admin'
import { usersRoutes } from '#functions/users/users.routes'
import { createAuditBook, fromSite, httpSurroundings } from '../http/greetings.ts'

/** A pool of people in groups that answers as Cognito does. */
function createPool(people: Record<string, { group: Role; isEnabled?: boolean }>) {
  const users = new Map(
    Object.entries(people).map(([name, { group, isEnabled = true }]) => [
      name,
      { groups: new Set([group]), isEnabled },
    ]),
  )
  const identity = mockClient(CognitoIdentityProviderClient)
  const typeOf = (name: string) => ({
    Username: name,
    Enabled: users.get(name)?.isEnabled ?? true,
    UserStatus: 'CONFIRMED' as const,
    Attributes: [
      { Name: 'sub', Value: `u-${name}` },
      { Name: 'email', Value: name.includes('@') ? name : `${name}@example.com` },
    ],
  })
  identity.on(ListUsersCommand).callsFake(() => ({ Users: [...users.keys()].map(typeOf) }))
  identity.on(ListUsersInGroupCommand).callsFake(({ GroupName }: { GroupName: Role }) => ({
    Users: [...users].filter(([, { groups }]) => groups.has(GroupName)).map(([name]) => typeOf(name)),
  }))
  type Change = { Username: string; GroupName: Role }
  identity.on(AdminAddUserToGroupCommand).callsFake(({ Username, GroupName }: Change) => {
    users.get(Username)?.groups.add(GroupName)
    return {}
  })
  identity.on(AdminRemoveUserFromGroupCommand).callsFake(({ Username, GroupName }: Change) => {
    users.get(Username)?.groups.delete(GroupName)
    return {}
  })
  for (const [Command, isEnabled] of [
    [AdminDisableUserCommand, false],
    [AdminEnableUserCommand, true],
  ] as const)
    identity.on(Command).callsFake(({ Username }: { Username: string }) => {
      const user = users.get(Username)
      if (user) user.isEnabled = isEnabled
      return {}
    })
  identity.on(AdminCreateUserCommand).callsFake(({ Username }: { Username: string }) => {
    users.set(Username, { groups: new Set(), isEnabled: true })
    return Promise.resolve({ User: { ...typeOf(Username), UserStatus: 'FORCE_CHANGE_PASSWORD' } })
  })
  return { users, identity }
}

function createSite(people: Record<string, { group: Role; isEnabled?: boolean }>, { isMailed = true } = {}) {
  const pool = createPool(people)
  const ended: { userId: string; isBarred: boolean | undefined }[] = []
  const book = createAuditBook()
  const http = httpSurroundings({ audit: book.audit })
  const store = createPeopleStore({
    identity: new CognitoIdentityProviderClient({ region: 'x' }),
    poolId: 'p',
    isMailed,
  })
  const sessions = {
    endAll: (userId: string, _: string, isBarred?: boolean) => {
      ended.push({ userId, isBarred })
      return Promise.resolve()
    },
  }
  const app = usersRoutes({
    http,
    people: store,
    admin: createUserAdmin({ people: store, sessions, clock: http.clock }),
  })
  const call = (method: string, path = '', body?: object, role: Role = 'admin') =>
    app.request(`/api/users${path}`, {
      method,
      headers: fromSite(role),
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
  return { ...pool, ended, entries: book.entries, call, store }
}

let site: ReturnType<typeof createSite>
beforeEach(() => {
  site = createSite({ admin: { group: 'admin' }, boss: { group: 'admin' }, vera: { group: 'viewer' } })
})

describe('the users of the product', () => {
  test('are listed by e-mail with role, status and their total', async () => {
    const answer = (await (await site.call('GET')).json()) as { items: object[]; total: number }

    expect(answer.total).toBe(3)
    expect(answer.items).toMatchObject([
      { id: 'u-admin', email: 'admin@example.com', role: 'admin', status: 'active' },
      { id: 'u-boss', role: 'admin' },
      { id: 'u-vera', role: 'viewer' },
    ])
    expect(JSON.stringify(answer)).not.toContain('username')
  })

  test.each(['viewer', 'analyst', 'steward'] as const)('are nothing a %s may see or change', async (role) => {
    expect((await site.call('GET', '', undefined, role)).status).toBe(403)
    expect((await site.call('PATCH', '/u-vera', { role: 'admin' }, role)).status).toBe(403)
    expect((await site.call('POST', '', { email: 'x@y.zz', role: 'admin' }, role)).status).toBe(403)
    expect(site.users.get('vera')?.groups).toEqual(new Set(['viewer']))
  })

  test('move to another role with their sessions ended at once, in one entry of the audit trail', async () => {
    const answer = await site.call('PATCH', '/u-vera', { role: 'steward' })

    expect(await answer.json()).toMatchObject({ id: 'u-vera', role: 'steward' })
    expect(site.users.get('vera')?.groups).toEqual(new Set(['steward']))
    expect(site.ended).toEqual([{ userId: 'u-vera', isBarred: undefined }])
    expect(site.entries).toMatchObject([
      { action: 'user.changed', subject: { kind: 'user', id: 'u-vera' }, details: { role: 'steward' } },
    ])
    expect(JSON.stringify(site.entries)).not.toContain('@')
  })

  test('who are disabled are barred with their sessions ended, and may come back', async () => {
    expect(await (await site.call('PATCH', '/u-vera', { isEnabled: false })).json()).toMatchObject({
      status: 'disabled',
    })
    expect(await (await site.call('PATCH', '/u-vera', { isEnabled: true })).json()).toMatchObject({
      status: 'active',
    })
    expect(site.ended).toEqual([
      { userId: 'u-vera', isBarred: true },
      { userId: 'u-vera', isBarred: false },
    ])
  })

  test('cannot disable themselves', async () => {
    const answer = await site.call('PATCH', '/u-admin', { isEnabled: false })

    expect(answer.status).toBe(409)
    expect(await answer.json()).toMatchObject({ code: 'user.self' })
    expect(site.users.get('admin')?.isEnabled).toBe(true)
  })

  test.each([{ role: 'viewer' }, { isEnabled: false }])(
    'keep their last administrator: %j is refused',
    async (change) => {
      const alone = createSite({ boss: { group: 'admin' }, old: { group: 'admin', isEnabled: false } })

      const answer = await alone.call('PATCH', '/u-boss', change)

      expect(answer.status).toBe(409)
      expect(await answer.json()).toMatchObject({ code: 'user.last-admin' })
      expect(alone.users.get('boss')).toEqual({ groups: new Set(['admin']), isEnabled: true })
      expect(alone.entries).toEqual([])
    },
  )

  test('keep an administrator when two demote each other at the same moment', async () => {
    const answers = await Promise.all([
      site.call('PATCH', '/u-admin', { role: 'viewer' }),
      site.call('PATCH', '/u-boss', { role: 'viewer' }),
    ])

    const admins = [...site.users.values()].filter(({ groups }) => groups.has('admin'))
    expect(admins.length).toBeGreaterThan(0)
    expect(answers.some(({ status }) => status === 409)).toBe(true)
  })

  test('are invited by mail with nothing shown, or without mail with a password shown once', async () => {
    const byMail = await site.call('POST', '', { email: 'New@Example.com', role: 'analyst' })
    const shown = await createSite({ boss: { group: 'admin' } }, { isMailed: false }).call('POST', '', {
      email: 'new@example.com',
      role: 'analyst',
    })

    expect(byMail.status).toBe(201)
    expect(await byMail.json()).toEqual({
      user: expect.objectContaining({ email: 'new@example.com', role: 'analyst', status: 'invited' }),
    })
    expect(((await shown.json()) as { temporaryPassword: string }).temporaryPassword).toMatch(/^[\w-]{24}$/)
    expect(site.users.get('new@example.com')?.groups).toEqual(new Set(['analyst']))
  })

  test('are told at the field when somebody is already there, or the address is none', async () => {
    site.identity
      .on(AdminCreateUserCommand)
      .rejects(new UsernameExistsException({ message: 'exists', $metadata: {} }))

    expect(
      await (await site.call('POST', '', { email: 'vera@example.com', role: 'viewer' })).json(),
    ).toMatchObject({
      code: 'user.exists',
      details: { issues: [{ path: 'email' }] },
    })
    expect((await site.call('POST', '', { email: 'nobody', role: 'viewer' })).status).toBe(400)
    expect((await site.call('POST', '', { email: 'a@b.cc', role: 'owner' })).status).toBe(400)
  })

  test('who do not exist answer 404', async () => {
    expect((await site.call('PATCH', '/u-nobody', { role: 'viewer' })).status).toBe(404)
  })
})
