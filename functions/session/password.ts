import { DomainError } from '#shared/kernel/errors'

/** Shortest new password; the user pool asks for the same. Length instead of composition rules: ASVS 6.2.5. */
export const MIN_PASSWORD_LENGTH = 15
const FEWEST_DIFFERENT_CHARACTERS = 5

/** Refuses a new password that is short, of hardly any different characters, or made from the user's name. */
export function assertPasswordFits(password: string, username: string): void {
  const characters = Array.from(password)
  const [name = ''] = username.toLowerCase().split('@')
  if (characters.length < MIN_PASSWORD_LENGTH)
    throw passwordTooWeak(`A password needs at least ${MIN_PASSWORD_LENGTH} characters.`)
  if (new Set(characters).size < FEWEST_DIFFERENT_CHARACTERS)
    throw passwordTooWeak(`A password needs at least ${FEWEST_DIFFERENT_CHARACTERS} different characters.`)
  if (name.length >= 4 && password.toLowerCase().includes(name))
    throw passwordTooWeak('A password must not contain the user name.')
}

export function passwordTooWeak(message: string): DomainError {
  return new DomainError('invalid', 'session.password-too-weak', message, {
    details: { issues: [{ path: 'newPassword', message }] },
  })
}
