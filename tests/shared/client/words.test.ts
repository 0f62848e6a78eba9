import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { maskedName } from '#shared/client/mask'
import { folded, MAX_WORDS, searchWords, wordsOf } from '#shared/client/words'

const placed = { isPlaceholder: false }

describe('search words', () => {
  test('are those of name, id, and e-mail without its suffix, in lower case without accents', () => {
    expect(
      searchWords('K-0042', { ...placed, name: 'Łukasz Müller-Straße', email: 'l.muller@big-bank.co.uk' }),
    ).toEqual(['lukasz', 'muller', 'strasse', '0042', 'big', 'bank', 'co'])
  })

  test('of one character are left out, repeated ones come once, and there are at most 12', () => {
    expect(searchWords('c 1', { ...placed, name: 'Ada B Ada' })).toEqual(['ada'])
    const many = Array.from({ length: 20 }, (_, index) => `word${index}`).join(' ')
    expect(searchWords('x', { ...placed, name: many })).toHaveLength(MAX_WORDS)
  })

  test('are found again by what they were made of, however it is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        for (const word of wordsOf(text)) {
          expect(wordsOf(word)).toEqual([word])
          expect(word.length).toBeLessThanOrEqual(40)
        }
        expect(wordsOf(text.normalize('NFD'))).toEqual(wordsOf(text.normalize('NFC')))
        expect(folded(folded(text))).toBe(folded(text))
      }),
      { seed: 20_261_122, numRuns: 300 },
    )
  })
})

describe('a masked name', () => {
  test.each([
    ['Ada Lovelace', 'A. L.'],
    ['  Ada   de la  Cruz ', 'A. d. l. C.'],
    ['𝒜da', '𝒜.'],
    ['', ''],
  ])('of %j is %j', (name, masked) => {
    expect(maskedName(name)).toBe(masked)
  })

  test('of nobody is nobody', () => {
    expect(maskedName(null)).toBeNull()
  })
})
