import { DomainError } from '#shared/kernel/errors'
import { commonPasswords } from './common-passwords.ts'

/** Shortest new password; the user pool asks for the same. Length instead of composition rules: ASVS 6.2.5. */
export const MIN_PASSWORD_LENGTH = 15
const FEWEST_DIFFERENT_CHARACTERS = 5
// Fewer letters than this are in any sentence; they prove nothing.
const SHORTEST_WORD = 5
const LONGEST_UNIT = 10

let known: Set<string> | undefined
const isKnown = (text: string) => (known ??= new Set(commonPasswords.split(' '))).has(text)

const leet: Readonly<Record<string, string>> = {
  '@': 'a',
  '0': 'o',
  '1': 'i',
  '3': 'e',
  $: 's',
  '5': 's',
  '7': 't',
}

/** Whether a text is one common password, two behind each other, or a short one over and over. */
function isMadeOfCommon(text: string): boolean {
  if (isKnown(text)) return true
  for (let at = SHORTEST_WORD; at <= text.length - SHORTEST_WORD; at++)
    if (isKnown(text.slice(0, at)) && isKnown(text.slice(at))) return true
  return false
}

/** Whether somebody who tries the common ones, with years, signs and doublings around them, finds this password early. */
export function isCommon(password: string): boolean {
  const folded = password.toLowerCase()
  const units = new RegExp(`^(.{1,${LONGEST_UNIT}}?)\\1+$`).exec(folded)
  if (units) return true
  const core = folded.replaceAll(/^[^a-z@$]+|[^a-z@$]+$/g, '')
  const plain = core.replaceAll(/[@013$57]/g, (sign) => leet[sign] ?? sign)
  const bare = [folded, plain].map((text) => text.replaceAll(/[^a-z]/g, ''))
  return isMadeOfCommon(folded) || bare.some((text) => text.length >= SHORTEST_WORD && isMadeOfCommon(text))
}

/** Refuses a new password that is short, common, of hardly any different characters, or made from the user's name. */
export function assertPasswordFits(password: string, username: string): void {
  const characters = Array.from(password)
  const [name = ''] = username.toLowerCase().split('@')
  if (characters.length < MIN_PASSWORD_LENGTH)
    throw passwordTooWeak(`A password needs at least ${MIN_PASSWORD_LENGTH} characters.`)
  if (new Set(characters).size < FEWEST_DIFFERENT_CHARACTERS)
    throw passwordTooWeak(`A password needs at least ${FEWEST_DIFFERENT_CHARACTERS} different characters.`)
  if (name.length >= 4 && password.toLowerCase().includes(name))
    throw passwordTooWeak('A password must not contain the user name.')
  if (isCommon(password))
    throw passwordTooWeak(
      'This password is made of very common ones. Choose a sentence that nobody else would.',
    )
}

export function passwordTooWeak(message: string): DomainError {
  return new DomainError('invalid', 'session.password-too-weak', message, {
    details: { issues: [{ path: 'newPassword', message }] },
  })
}
