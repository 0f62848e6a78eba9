import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  CreateGroupCommand,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
  CreateUserPoolCommand,
  type CreateUserPoolCommandInput,
  GroupExistsException,
  ListUserPoolClientsCommand,
  ListUserPoolsCommand,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider'
import type { Variables } from './emulators.ts'
import { access, only } from './provision.ts'
import { loadTemplates, resourcesOf, type Templates } from './templates.ts'

const poolName = 'perennial'

/** The user pool, its app client and its groups as in the template; found again when they are already there. */
export async function createPool(env: Variables, templates?: Templates): Promise<Variables> {
  const { identity } = templates ?? (await loadTemplates())
  const endpoint = env['AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER'] ?? ''
  const client = new CognitoIdentityProviderClient({ ...access(env), endpoint })
  try {
    const found = await client.send(new ListUserPoolsCommand({ MaxResults: 10 }))
    const pool =
      found.UserPools?.find(({ Name }) => Name === poolName) ??
      (
        await client.send(
          new CreateUserPoolCommand(poolInput(only(resourcesOf(identity, 'AWS::Cognito::UserPool')))),
        )
      ).UserPool
    const poolId = pool?.Id ?? ''
    const clients = await client.send(new ListUserPoolClientsCommand({ UserPoolId: poolId, MaxResults: 1 }))
    const properties = only(resourcesOf(identity, 'AWS::Cognito::UserPoolClient'))
    const appClient =
      clients.UserPoolClients?.[0] ??
      (await client.send(new CreateUserPoolClientCommand(clientInput(properties, poolId)))).UserPoolClient
    for (const group of resourcesOf(identity, 'AWS::Cognito::UserPoolGroup'))
      await unlessThere(
        client.send(
          new CreateGroupCommand({ ...group, GroupName: String(group['GroupName']), UserPoolId: poolId }),
        ),
      )
    return {
      USER_POOL_ID: poolId,
      USER_POOL_CLIENT_ID: appClient?.ClientId ?? '',
      USER_POOL_ISSUER: `${endpoint}/${poolId}`,
    }
  } finally {
    client.destroy()
  }
}

/** The people of the demonstration, one for each group, all with the same password. Returns their names. */
export async function createDemoUsers(env: Variables, password: string): Promise<string[]> {
  const { identity } = await loadTemplates()
  const groups = resourcesOf(identity, 'AWS::Cognito::UserPoolGroup').map((group) =>
    String(group['GroupName']),
  )
  const endpoint = env['AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER'] ?? ''
  const client = new CognitoIdentityProviderClient({ ...access(env), endpoint })
  const UserPoolId = env['USER_POOL_ID'] ?? ''
  try {
    const names = groups.map((group) => `${group}@example.com`)
    for (const [index, Username] of names.entries()) {
      const UserAttributes = [
        { Name: 'email', Value: Username },
        { Name: 'email_verified', Value: 'true' },
      ]
      await unlessThere(
        client.send(
          new AdminCreateUserCommand({ UserPoolId, Username, UserAttributes, MessageAction: 'SUPPRESS' }),
        ),
      )
      await client.send(
        new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: password, Permanent: true }),
      )
      await client.send(
        new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName: groups[index] ?? '' }),
      )
    }
    return names
  } finally {
    client.destroy()
  }
}

async function unlessThere(creation: Promise<unknown>): Promise<void> {
  try {
    await creation
  } catch (error) {
    if (!(error instanceof GroupExistsException || error instanceof UsernameExistsException)) throw error
  }
}

// CloudFormation and the API spell everything else the same.
function poolInput({ EnabledMfas: _, ...properties }: Record<string, unknown>): CreateUserPoolCommandInput {
  return { ...properties, PoolName: poolName }
}

function clientInput(
  properties: Record<string, unknown>,
  UserPoolId: string,
): CreateUserPoolClientCommandInput {
  return { ...properties, ClientName: poolName, UserPoolId }
}
