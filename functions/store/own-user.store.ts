import {
  AdminGetUserCommand,
  AssociateSoftwareTokenCommand,
  ChangePasswordCommand,
  type CognitoIdentityProviderClient,
  CognitoIdentityProviderServiceException,
  SetUserMFAPreferenceCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider'

interface OwnUserStoreOptions {
  readonly identity: Pick<CognitoIdentityProviderClient, 'send'>
  readonly poolId: string
}

/** What a wrong code or a refused password is called by the pool. */
const wrongCode = ['EnableSoftwareTokenMFAException', 'CodeMismatchException', 'NotAuthorizedException']

const isNamed = (error: unknown, names: readonly string[]) =>
  error instanceof CognitoIdentityProviderServiceException && names.includes(error.name)

/** What people change about themselves, with an access token they just signed in for. */
export function createOwnUserStore({ identity, poolId }: OwnUserStoreOptions) {
  /** Sets a new password; false when the pool refuses it. */
  async function changePassword(AccessToken: string, current: string, next: string): Promise<boolean> {
    const command = new ChangePasswordCommand({
      AccessToken,
      PreviousPassword: current,
      ProposedPassword: next,
    })
    try {
      await identity.send(command)
      return true
    } catch (error) {
      if (isNamed(error, ['InvalidPasswordException', 'PasswordHistoryPolicyViolationException']))
        return false
      throw error
    }
  }

  /** A new secret for an authenticator app; it counts only once a code of it was shown. */
  async function newTotpSecret(AccessToken: string): Promise<string> {
    const { SecretCode } = await identity.send(new AssociateSoftwareTokenCommand({ AccessToken }))
    if (!SecretCode) throw new Error('The user pool gave no secret.')
    return SecretCode
  }

  /** Asks for a code at every sign-in from now on, if this one is right. */
  async function confirmTotp(AccessToken: string, UserCode: string): Promise<boolean> {
    try {
      const { Status } = await identity.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode }))
      if (Status !== 'SUCCESS') return false
    } catch (error) {
      if (isNamed(error, wrongCode)) return false
      throw error
    }
    await preferTotp(AccessToken, true)
    return true
  }

  /** Whether a code is asked at every sign-in. */
  async function preferTotp(AccessToken: string, isOn: boolean): Promise<void> {
    const SoftwareTokenMfaSettings = { Enabled: isOn, PreferredMfa: isOn }
    await identity.send(new SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings }))
  }

  /** Whether a code is asked of somebody at sign-in. */
  async function hasTotp(Username: string): Promise<boolean> {
    const user = await identity.send(new AdminGetUserCommand({ UserPoolId: poolId, Username }))
    return user.UserMFASettingList?.includes('SOFTWARE_TOKEN_MFA') ?? false
  }

  return { changePassword, newTotpSecret, confirmTotp, preferTotp, hasTotp }
}

/** What people change about themselves. */
export type OwnUserStore = ReturnType<typeof createOwnUserStore>
