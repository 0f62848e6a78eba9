import { randomBytes } from 'node:crypto'
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminRemoveUserFromGroupCommand,
  type AttributeType,
  type CognitoIdentityProviderClient,
  ListUsersCommand,
  ListUsersInGroupCommand,
  UsernameExistsException,
  type UserType,
} from '@aws-sdk/client-cognito-identity-provider'
import { type Role, roles } from '#shared/access/rights'
import { DomainError, invalidInput } from '#shared/kernel/errors'
import type { InvitedUser, NewUser, UserView } from '#shared/user/user.schema'

/** A user, and the name under which the pool keeps them. */
export interface Person extends UserView {
  readonly username: string
}

interface PeopleStoreOptions {
  readonly identity: Pick<CognitoIdentityProviderClient, 'send'>
  readonly poolId: string
  /** Whether the pool mails the temporary password; else it is handed to whoever invites. */
  readonly isMailed: boolean
}

const PER_PAGE = 60
// Twenty people work with the product; a pool of more than this is not ours to page through.
const MOST_PAGES = 40

const attribute = (attributes: readonly AttributeType[] | undefined, name: string) =>
  attributes?.find(({ Name }) => Name === name)?.Value ?? ''

function statusOf({ Enabled, UserStatus }: UserType): UserView['status'] {
  if (Enabled === false) return 'disabled'
  return UserStatus === 'FORCE_CHANGE_PASSWORD' ? 'invited' : 'active'
}

function personOf(user: UserType, role: Role | null): Person {
  const { Username = '', Attributes, UserCreateDate } = user
  return {
    username: Username,
    id: attribute(Attributes, 'sub') || Username,
    email: attribute(Attributes, 'email'),
    name: attribute(Attributes, 'name'),
    role,
    status: statusOf(user),
    createdAt: UserCreateDate ? new Date(UserCreateDate).toISOString() : null,
  }
}

/** The people of the user pool, as an administrator sees and changes them. */
export function createPeopleStore({ identity, poolId, isMailed }: PeopleStoreOptions) {
  const UserPoolId = poolId

  async function everyUser(): Promise<UserType[]> {
    const users: UserType[] = []
    let PaginationToken: string | undefined
    for (let page = 0; page < MOST_PAGES; page++) {
      const answer = await identity.send(
        new ListUsersCommand({
          UserPoolId,
          Limit: PER_PAGE,
          ...(PaginationToken ? { PaginationToken } : {}),
        }),
      )
      users.push(...(answer.Users ?? []))
      PaginationToken = answer.PaginationToken
      if (!PaginationToken) break
    }
    return users
  }

  async function namesIn(GroupName: Role): Promise<Set<string>> {
    const names = new Set<string>()
    let NextToken: string | undefined
    do {
      const answer = await identity.send(
        new ListUsersInGroupCommand({
          UserPoolId,
          GroupName,
          Limit: PER_PAGE,
          ...(NextToken ? { NextToken } : {}),
        }),
      )
      for (const { Username = '' } of answer.Users ?? []) names.add(Username)
      NextToken = answer.NextToken
    } while (NextToken)
    return names
  }

  /** Everybody, by e-mail; of several groups the highest counts. */
  async function list(): Promise<Person[]> {
    const [users, ...members] = await Promise.all([everyUser(), ...roles.map(namesIn)])
    return users
      .map((user) => {
        const index = members.findLastIndex((names) => names.has(user.Username ?? ''))
        return personOf(user, roles[index] ?? null)
      })
      .sort((one, other) => one.email.localeCompare(other.email))
  }

  async function load(id: string): Promise<Person> {
    const person = (await list()).find((one) => one.id === id)
    if (!person) throw new DomainError('not-found', 'user.not-found', 'There is no such user.')
    return person
  }

  /** Creates a user who chooses a password at the first sign-in, within a day. */
  async function invite({ email, name, role }: NewUser): Promise<InvitedUser> {
    const temporaryPassword = randomBytes(18).toString('base64url')
    const delivery = isMailed
      ? { DesiredDeliveryMediums: ['EMAIL' as const] }
      : { MessageAction: 'SUPPRESS' as const, TemporaryPassword: temporaryPassword }
    const command = new AdminCreateUserCommand({
      UserPoolId,
      Username: email,
      UserAttributes: [
        { Name: 'email', Value: email },
        { Name: 'email_verified', Value: 'true' },
        ...(name ? [{ Name: 'name', Value: name }] : []),
      ],
      ...delivery,
    })
    const { User } = await identity.send(command).catch((error: unknown) => {
      throw error instanceof UsernameExistsException ? userExists() : error
    })
    const person = personOf(User ?? {}, role)
    await identity.send(
      new AdminAddUserToGroupCommand({ UserPoolId, Username: person.username, GroupName: role }),
    )
    const { username: _, ...user } = person
    return isMailed ? { user } : { user, temporaryPassword }
  }

  /** Puts somebody into one of the four groups and out of the others; never into none in between. */
  async function setRole({ username: Username }: Person, role: Role): Promise<void> {
    await identity.send(new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName: role }))
    for (const GroupName of roles)
      if (GroupName !== role)
        await identity.send(new AdminRemoveUserFromGroupCommand({ UserPoolId, Username, GroupName }))
  }

  /** Lets somebody sign in, or no longer. */
  async function setEnabled({ username: Username }: Person, isEnabled: boolean): Promise<void> {
    const Command = isEnabled ? AdminEnableUserCommand : AdminDisableUserCommand
    await identity.send(new Command({ UserPoolId, Username }))
  }

  return { list, load, invite, setRole, setEnabled }
}

/** The people of the user pool. */
export type PeopleStore = ReturnType<typeof createPeopleStore>

const userExists = () =>
  invalidInput('user.exists', 'Please check what you sent.', [
    { path: 'email', message: 'Somebody with this e-mail address is already there.' },
  ])
