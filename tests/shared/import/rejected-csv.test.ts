import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleaned } from '#shared/import/cells'
import { rejectedHeader, rejectedLine, safeCell } from '#shared/import/rejected-csv'

const text = fc.string({
  unit: fc.constantFrom(
    '=',
    '+',
    '-',
    '@',
    '\t',
    '\r',
    '\n',
    ' ',
    '\u0000',
    '\uff1d',
    '"',
    ',',
    "'",
    'a',
    '1',
  ),
  maxLength: 12,
})

describe('the file of rejected rows', () => {
  test('holds no cell that a spreadsheet would run', () => {
    fc.assert(
      fc.property(text, (value) => {
        const [[cell = ''] = []] = parse(`${safeCell(value)}\r\n`, { skip_empty_lines: false }) as string[][]
        expect(cell.trimStart()).not.toMatch(/^[=+\-@\uff1d\uff0b\uff0d\uff20]/)
        expect(cell).not.toMatch(/^[\t\r\u0000]/)
      }),
      { numRuns: 2_000 },
    )
  })

  test('gives formulas back as they were when it is imported again', () => {
    for (const value of ['=1+1', '-12.50', '@x', '+41 44', '\uff1dA1'])
      expect(cleaned(safeCell(value).slice(1, -1))).toBe(value)
  })

  test('is a table of row, column, value and reason', () => {
    const line = rejectedLine({ row: 7, column: 'a"b', value: '=x', reason: 'No, thanks.' })
    expect(parse(rejectedHeader + line)).toEqual([
      ['row', 'column', 'value', 'reason'],
      ['7', 'a"b', "'=x", 'No, thanks.'],
    ])
  })
})
