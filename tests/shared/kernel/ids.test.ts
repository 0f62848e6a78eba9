import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hash32, MAX_ID_LENGTH, normalisedId, parseId, shardOf } from '#shared/kernel/ids'

const options = { seed: 20_261_122, numRuns: 300 }

describe('ids', () => {
  test('are stored trimmed and composed, whatever way they were typed', () => {
    expect(parseId('  Zoe\u0308 ')).toBe('Zoë')
    expect(parseId('C#1')).toBe('C#1')
  })

  test.each(['', '   ', 'a\u0000b', 'a\nb', '\u007f', 'x'.repeat(MAX_ID_LENGTH + 1)])(
    'are not %j',
    (text) => {
      expect(() => parseId(text)).toThrow(expect.objectContaining({ code: 'id.invalid' }))
    },
  )

  test('once stored are stored the same again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (text) => {
        const id = normalisedId(text)

        if (id !== undefined) expect(normalisedId(id)).toBe(id)
      }),
      options,
    )
  })

  test('hash like FNV-1a everywhere', () => {
    expect(hash32('')).toBe(0x811c9dc5)
    expect(hash32('a')).toBe(0xe40c292c)
    expect(hash32('foobar')).toBe(0xbf9cf968)
  })

  test('spread clients evenly over the shards', () => {
    const counts = [0, 0, 0, 0]
    for (let index = 0; index < 20_000; index++) counts[shardOf(`C${index}`, 4)]! += 1

    // A binomial count of 5,000 strays 61 by chance; four times that is a fault of the hash.
    for (const count of counts) expect(Math.abs(count - 5_000)).toBeLessThan(245)
    expect(shardOf('anyone', 1)).toBe(0)
  })
})
