import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createDelimitedReader, type DelimitedRow, separators } from '#shared/import/delimited'
import type { Delimiter } from '#shared/import/import-view.schema'

function read(text: string, delimiter: Delimiter = 'comma', sizes: readonly number[] = [text.length + 1]) {
  const reader = createDelimitedReader(delimiter)
  const rows: DelimitedRow[] = []
  for (let at = 0, turn = 0; at < text.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1
    rows.push(...reader.push(text.slice(at, at + size)))
    at += size
  }
  return [...rows, ...reader.end()]
}

const fieldsOf = (rows: readonly DelimitedRow[]) =>
  rows.map((row) => ('fields' in row ? row.fields : row.reason))

describe('reading delimited text', () => {
  test('takes LF, CRLF and lone CR as ends of rows, and needs none at the end of the file', () => {
    expect(fieldsOf(read('a,b\r\n1,2\n3,4\r5,6'))).toEqual([
      ['a', 'b'],
      ['1', '2'],
      ['3', '4'],
      ['5', '6'],
    ])
  })

  test('counts rows as a spreadsheet does: blank rows have a number but are no rows', () => {
    expect(read('a\n\n  \nb\n"x\ny"\nc\n').map(({ row }) => row)).toEqual([1, 4, 5, 6])
  })

  test('drops a byte order mark', () => {
    expect(fieldsOf(read('\uFEFF"id",n\n1,2'))).toEqual([
      ['id', 'n'],
      ['1', '2'],
    ])
  })

  test('keeps separators, quotes and line breaks inside quotes', () => {
    expect(fieldsOf(read('"a,1","say ""hi""","two\r\nlines"\r\n'))).toEqual([
      ['a,1', 'say "hi"', 'two\r\nlines'],
    ])
  })

  test('keeps a quote inside an unquoted field as it is', () => {
    expect(fieldsOf(read('5" pipe,2'))).toEqual([['5" pipe', '2']])
  })

  test('takes any run of blanks and tabs as one separator, leading ones as none', () => {
    expect(fieldsOf(read(' 00001 19970101\t 1   11.77 \r\n', 'blanks'))).toEqual([
      ['00001', '19970101', '1', '11.77'],
    ])
    expect(fieldsOf(read('"A B"  1\n', 'blanks'))).toEqual([['A B', '1']])
  })

  test('loses one line, not the file, to a quote that is never closed', () => {
    expect(fieldsOf(read('a,b\n1,"open\n3,4\n5,6\n'))).toEqual([
      ['a', 'b'],
      'A quote is opened and not closed.',
      ['3', '4'],
      ['5', '6'],
    ])
  })

  test('loses one line to text behind a closing quote', () => {
    expect(fieldsOf(read('"a"b,1\n2,3\n'))).toEqual(['There is text after a closing quote.', ['2', '3']])
  })

  test('rejects a row beyond 64 KB and reads on behind it', () => {
    const long = 'x'.repeat(70_000)
    for (const sizes of [[1_000_000], [1_000], [65_536]])
      expect(fieldsOf(read(`a,b\n${long},1\n2,3\n`, 'comma', sizes))).toEqual([
        ['a', 'b'],
        'The row is longer than 64 KB.',
        ['2', '3'],
      ])
  })

  test('counts the limit of a row in bytes', () => {
    expect(fieldsOf(read(`${'é'.repeat(32_768)}\n`))).toHaveLength(1)
    expect(fieldsOf(read(`${'é'.repeat(32_769)}\n`))).toEqual(['The row is longer than 64 KB.'])
  })

  test('gives up on a quote after 64 KB, so that the rows behind it are read', () => {
    const rows = Array.from({ length: 20_000 }, (_, index) => `${index},value`)
    const read1 = read(`"never closed\n${rows.join('\n')}\n`, 'comma', [4_096])
    expect(read1[0]).toMatchObject({ row: 1, reason: 'A quote is opened and not closed.' })
    expect(read1).toHaveLength(20_001)
  })

  test('holds no more than a row while a 25 MB line goes by', () => {
    const reader = createDelimitedReader('comma')
    for (let chunk = 0; chunk < 25; chunk++) {
      reader.push('x'.repeat(1_000_000))
      expect(reader.pending().length).toBeLessThanOrEqual(65_536)
    }
    expect(fieldsOf(reader.push('\n1,2\n'))).toEqual([['1', '2']])
  })
})

const cell = fc.string({
  unit: fc.constantFrom('a', 'é', '😀', ' ', ',', ';', '"', '\n', '\r', "'", '=', '1'),
  maxLength: 6,
})
const delimiter = fc.constantFrom<Delimiter>('comma', 'semicolon', 'tab', 'pipe')
const chunks = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 })

describe('beside another parser', () => {
  test('reads what was written quoted, whatever the cells and chunks', () => {
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 8 })
    fc.assert(
      fc.property(table, delimiter, chunks, fc.constantFrom('\n', '\r\n'), (rows, by, sizes, end) => {
        const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
        const text = rows.map((row) => row.map(quoted).join(separators[by]) + end).join('')
        expect(fieldsOf(read(text, by, sizes))).toEqual(rows)
      }),
      { numRuns: 500 },
    )
  })

  test('agrees with csv-parse on every text that csv-parse can read', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'b', ',', '"', '\n', '\r\n', ' ', 'ü'),
      maxLength: 40,
    })
    let compared = 0
    fc.assert(
      fc.property(text, chunks, (input, sizes) => {
        let other: string[][]
        try {
          other = parse(input, {
            relax_column_count: true,
            skip_empty_lines: true,
            record_delimiter: ['\r\n', '\n'],
          })
        } catch {
          return
        }
        compared += 1
        const others = other.filter((row) => row.length > 1 || row[0]?.trim() !== '' || input.includes('"'))
        const ours = fieldsOf(read(input, 'comma', sizes)).filter(
          (row) => row.length > 1 || row[0]?.trim() !== '',
        )
        expect(ours).toEqual(others.filter((row) => row.length > 1 || row[0]?.trim() !== ''))
      }),
      { numRuns: 3_000 },
    )
    expect(compared).toBeGreaterThan(1_000)
  })

  test('gives the same rows whatever the size of the chunks, for any text', () => {
    const unit = fc.constantFrom('a', ',', '"', '\n', '\r', ' ', '\t', 'x'.repeat(20_000), '\uFEFF')
    fc.assert(
      fc.property(
        fc.string({ unit, maxLength: 60 }),
        fc.array(fc.constantFrom(1_000, 7_777, 65_536), { minLength: 1 }),
        (input, sizes) => {
          for (const by of ['comma', 'blanks'] as const)
            expect(read(input, by, sizes)).toEqual(read(input, by))
        },
      ),
      { numRuns: 300 },
    )
  })

  test('goes on from its state and what was pending as if it had not stopped', () => {
    const unit = fc.constantFrom('a', ',', '"', '\n', '\r', 'é', '\r\n')
    fc.assert(
      fc.property(fc.string({ unit, minLength: 2, maxLength: 40 }), fc.nat(), (input, cut) => {
        const at = 1 + (cut % (input.length - 1))
        const first = createDelimitedReader('comma')
        const rows = first.push(input.slice(0, at))
        const second = createDelimitedReader('comma', first.state())
        rows.push(...second.push(first.pending() + input.slice(at)), ...second.end())
        expect(rows).toEqual(read(input))
      }),
      { numRuns: 1_000 },
    )
  })
})
