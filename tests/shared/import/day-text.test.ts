import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dateFormats, dayFrom, monthFromText } from '#shared/import/day-text'
import { dayOf } from '#shared/kernel/day'

describe('a day written as text', () => {
  test.each([
    ['1997-01-31', 'YYYY-MM-DD', '1997-01-31'],
    ['2024-02-29T23:59:59.123Z', 'YYYY-MM-DD', '2024-02-29'],
    ['2024-02-29 08:26', 'YYYY-MM-DD', '2024-02-29'],
    ['19970118', 'YYYYMMDD', '1997-01-18'],
    ['1997118', 'YYYYMMDD', undefined],
    ['31/1/2020', 'DD/MM/YYYY', '2020-01-31'],
    ['12/1/2010 8:26', 'MM/DD/YYYY', '2010-12-01'],
    ['12/1/2010 8:26 PM', 'MM/DD/YYYY', '2010-12-01'],
    ['01.02.2024', 'DD.MM.YYYY', '2024-02-01'],
    ['01x02x2024', 'DD.MM.YYYY', undefined],
    ['2025-02-29', 'YYYY-MM-DD', undefined],
    ['31/04/2024', 'DD/MM/YYYY', undefined],
    ['13/13/2024', 'DD/MM/YYYY', undefined],
    ['0000-00-00', 'YYYY-MM-DD', undefined],
    ['1899-12-31', 'YYYY-MM-DD', undefined],
    ['2024-01-01 nonsense', 'YYYY-MM-DD', undefined],
    ['2024-01-01', 'whatever', undefined],
  ])('%j as %s is %j', (text, format, day) => {
    expect(dayFrom(text, format)).toBe(day)
  })

  test('comes back from every format it is written in', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -25_000, max: 80_000 }),
        fc.constantFrom(...dateFormats),
        (number, format) => {
          const day = dayOf(number)
          const [year = '', month = '', date = ''] = day.split('-')
          const text = format.replace('YYYY', year).replace('MM', month).replace('DD', date)
          expect(dayFrom(text, format)).toBe(day)
        },
      ),
    )
  })
})

describe('a month written as text', () => {
  test.each([
    ['2024-03', '2024-03'],
    ['202403', '2024-03'],
    ['3/2024', '2024-03'],
    ['2024-03-15', '2024-03'],
    ['2024-13', undefined],
    ['March', undefined],
  ])('%j is %j', (text, month) => {
    expect(monthFromText(text, 'YYYY-MM-DD')).toBe(month)
  })
})
