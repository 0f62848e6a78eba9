import { describe, expect, test } from 'vitest'
import { csv } from '../../web/src/lib/csv.ts'

describe('rows as CSV', () => {
  test('quote what needs quotes and keep numbers bare', () => {
    expect(
      csv(
        ['month', 'cents'],
        [
          ['Nov "26", so far', -5],
          ['plain', null],
        ],
      ),
    ).toBe('month,cents\r\n"Nov ""26"", so far",-5\r\nplain,\r\n')
  })

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1'])(
    'never start a text cell like a formula: %j',
    (text) => {
      expect(csv(['x'], [[text]]).split('\r\n')[1]).toMatch(/^"?'/)
    },
  )
})
