import {
  AdminGetUserCommand,
  type AuthenticationResultType,
  type CognitoIdentityProviderClient,
  CognitoIdentityProviderServiceException,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
  InitiateAuthCommand,
  type InitiateAuthCommandOutput,
  RespondToAuthChallengeCommand,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { DomainError } from '#shared/kernel/errors'

/** What the user pool answers to a step: tokens, a challenge, or a refusal whose reason stays here. */
export type PoolAnswer =
  | {
      readonly kind: 'signedIn'
      readonly idToken: string
      readonly accessToken: string
      readonly refreshToken?: string | undefined
    }
  | {
      readonly kind: 'challenge'
      readonly next: ChallengeKind
      readonly session: string
      readonly username: string
    }
  | { readonly kind: 'refused'; readonly reason: string }

/** The challenges we can put to a person. */
export type ChallengeKind = 'newPassword' | 'totp'

interface UsersStoreOptions {
  readonly identity: Pick<CognitoIdentityProviderClient, 'send'>
  readonly poolId: string
  readonly clientId: string
}

const challengeKinds: Readonly<Record<string, ChallengeKind>> = {
  NEW_PASSWORD_REQUIRED: 'newPassword',
  SOFTWARE_TOKEN_MFA: 'totp',
}

// The pool as a whole is busy: this says nothing about the person.
const busyErrors = ['TooManyRequestsException', 'InternalErrorException', 'ThrottlingException']

/** The reason of a refusal; anything that is the pool's own trouble is thrown as unavailable. */
function refusalOf(error: unknown): { kind: 'refused'; reason: string } {
  const isRefusal =
    error instanceof CognitoIdentityProviderServiceException &&
    error.$fault === 'client' &&
    !busyErrors.includes(error.name)
  if (isRefusal) return { kind: 'refused', reason: error.name }
  throw new DomainError('unavailable', 'identity.unavailable', 'Signing in is not possible right now.', {
    cause: error,
  })
}

function answerOf(output: Omit<InitiateAuthCommandOutput, '$metadata'>, username: string): PoolAnswer {
  const {
    IdToken,
    AccessToken = '',
    RefreshToken,
  }: AuthenticationResultType = output.AuthenticationResult ?? {}
  if (IdToken)
    return { kind: 'signedIn', idToken: IdToken, accessToken: AccessToken, refreshToken: RefreshToken }
  const next = challengeKinds[output.ChallengeName ?? '']
  if (!next || !output.Session) return { kind: 'refused', reason: output.ChallengeName ?? 'no answer' }
  // The pool may know the person under another name than the one typed.
  const known = output.ChallengeParameters?.USER_ID_FOR_SRP ?? username
  return { kind: 'challenge', next, session: output.Session, username: known }
}

/** People, as the user pool knows them. */
export function createUsersStore({ identity, poolId, clientId }: UsersStoreOptions) {
  /** Signs in with a password. */
  async function signIn(username: string, password: string): Promise<PoolAnswer> {
    const command = new InitiateAuthCommand({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: clientId,
      AuthParameters: { USERNAME: username, PASSWORD: password },
    })
    return identity.send(command).then((output) => answerOf(output, username), refusalOf)
  }

  /** Answers a challenge with a new password or a code. */
  async function answer(
    next: ChallengeKind,
    { username, session, secret }: { username: string; session: string; secret: string },
  ): Promise<PoolAnswer> {
    const isPassword = next === 'newPassword'
    const command = new RespondToAuthChallengeCommand({
      ClientId: clientId,
      ChallengeName: isPassword ? 'NEW_PASSWORD_REQUIRED' : 'SOFTWARE_TOKEN_MFA',
      Session: session,
      ChallengeResponses: {
        USERNAME: username,
        [isPassword ? 'NEW_PASSWORD' : 'SOFTWARE_TOKEN_MFA_CODE']: secret,
      },
    })
    return identity.send(command).then((output) => answerOf(output, username), refusalOf)
  }

  /** Asks the pool to mail a code, if there is such a person. Whether there was is not told. */
  async function mailCode(username: string): Promise<void> {
    const command = new ForgotPasswordCommand({ ClientId: clientId, Username: username })
    await identity.send(command).catch(refusalOf)
  }

  /** Sets a new password with a mailed code and says whose it is; undefined when the pool refused. */
  async function resetPassword(
    username: string,
    code: string,
    newPassword: string,
  ): Promise<string | undefined> {
    const command = new ConfirmForgotPasswordCommand({
      ClientId: clientId,
      Username: username,
      ConfirmationCode: code,
      Password: newPassword,
    })
    const outcome = await identity.send(command).catch(refusalOf)
    if ('kind' in outcome) return undefined
    const user = await identity.send(new AdminGetUserCommand({ UserPoolId: poolId, Username: username }))
    return user.UserAttributes?.find(({ Name }) => Name === 'sub')?.Value
  }

  /** Ends a refresh token and everything issued with it. */
  async function revoke(refreshToken: string): Promise<void> {
    await identity.send(new RevokeTokenCommand({ ClientId: clientId, Token: refreshToken }))
  }

  return { signIn, answer, mailCode, resetPassword, revoke }
}

/** People. */
export type UsersStore = ReturnType<typeof createUsersStore>
