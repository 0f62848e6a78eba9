import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { createCursors } from '#functions/http/cursor'

const cursors = createCursors('a secret of the desk')
const Place = v.object({ last: v.record(v.string(), v.string()) })
const place = { last: { 'CLIENTS#active#0': 'c-17' } }
const scope = 'clients?sort=value&status=active'
const refused = expect.objectContaining({ kind: 'invalid', code: 'cursor.invalid' })

function refusal(run: () => unknown): unknown {
  try {
    return run()
  } catch (error) {
    return error
  }
}

// Valibot leaves these three out of every record; no key of a table is called so.
const keys = fc.string().filter((key) => !['__proto__', 'prototype', 'constructor'].includes(key))

describe('a cursor', () => {
  test('gives back exactly what was signed', () => {
    fc.assert(
      fc.property(fc.dictionary(keys, fc.string()), fc.string(), (last, anyScope) => {
        expect(cursors.open(anyScope, cursors.sign(anyScope, { last }), Place)).toEqual({ last })
      }),
    )
  })

  test('is text that fits into an address', () => {
    expect(cursors.sign(scope, place)).toMatch(/^[\w-]+$/)
  })

  test('opens under its own question only', () => {
    const text = cursors.sign(scope, place)

    expect(refusal(() => cursors.open('clients?sort=name&status=active', text, Place))).toEqual(refused)
  })

  test('of another secret is refused', () => {
    const text = createCursors('another secret').sign(scope, place)

    expect(refusal(() => cursors.open(scope, text, Place))).toEqual(refused)
  })

  test('changed in any one character is refused', () => {
    const text = cursors.sign(scope, place)

    for (let index = 0; index < text.length; index++) {
      const changed = text.slice(0, index) + (text[index] === 'A' ? 'B' : 'A') + text.slice(index + 1)
      expect(refusal(() => cursors.open(scope, changed, Place))).toEqual(refused)
    }
  })

  test.each(['', 'x', 'A'.repeat(43), 'A'.repeat(60), '{"last":{}}', '=', '🙂'])(
    'made up as %j is refused',
    (text) => {
      expect(refusal(() => cursors.open(scope, text, Place))).toEqual(refused)
    },
  )

  test('spelled in any other way is refused', () => {
    const text = cursors.sign(scope, place)

    for (const spelling of [`${text}=`, ` ${text}`, `${text}\n`, `${text}!`])
      expect(refusal(() => cursors.open(scope, spelling, Place))).toEqual(refused)
  })

  test('of another shape is refused', () => {
    const text = cursors.sign(scope, { last: 17 })

    expect(refusal(() => cursors.open(scope, text, Place))).toEqual(refused)
  })
})
