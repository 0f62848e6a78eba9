import { describe, expect, test } from 'vitest'
import { assertPasswordFits, isCommon } from '#functions/session/password'

describe('a new password', () => {
  test.each([
    ['short', 'fourteen chars', 'ada'],
    ['of hardly any different characters', 'abababababababab', 'ada'],
    ['made from the user name', 'my name is lovelace99', 'lovelace@example.com'],
    ['a common one', '1qaz2wsx3edc4rfv', 'ada'],
    ['a common one in other letters', 'PASSWORDPASSWORD', 'ada'],
    ['a common one with a year and signs', 'Password!!!!2026', 'ada'],
    ['a common one in disguise', 'P@$$w0rd-1234567890', 'ada'],
    ['two common ones behind each other', 'qwertyuiopdragon77', 'ada'],
    ['a short one over and over', 'xk7q!xk7q!xk7q!', 'ada'],
  ])('is refused when it is %s', (_, password, username) => {
    expect(() => assertPasswordFits(password, username)).toThrow(/password/i)
  })

  test.each([
    'a long and honest password',
    'correct horse battery staple',
    'Regen fällt auf Dächer 7',
    'perennial-demo-2026',
  ])('is taken when it is a sentence: %s', (password) => {
    expect(isCommon(password)).toBe(false)
    expect(() => assertPasswordFits(password, 'ada')).not.toThrow()
  })
})
