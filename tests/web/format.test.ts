import { describe, expect, test } from 'vitest'
import { figureText } from '../../web/src/lib/figure.ts'
import * as format from '../../web/src/lib/format.ts'

describe('money', () => {
  test.each([
    [3628, '$36.28'],
    [84_320, '$843.20'],
    [50_000, '$500'],
    [0, '$0'],
    [184_312, '$1,843'],
    [1_234_567, '$12.3K'],
    [887_000_000, '$8.87M'],
    [-50_000, '−$500'],
  ])('%i cents read %s in a headline', (cents, text) => {
    expect(format.moneyShort(cents, 'USD')).toBe(text)
  })

  test('is exact to the cent in tables', () => {
    expect(format.money(887_000_012, 'USD')).toBe('$8,870,000.12')
    expect(format.money(-1, 'EUR')).toBe('−€0.01')
  })

  test('in lists is as rounded as what is stored', () => {
    expect(format.moneyRounded(332_000, 'EUR')).toBe('€3,320')
    expect(format.moneyRounded(8720, 'EUR')).toBe('€87.20')
  })

  test('has as many decimals as its currency', () => {
    expect(format.money(1999, 'JPY')).toBe('¥1,999')
  })
})

describe('chances and shares', () => {
  test.each([
    [0, '<1%'],
    [0.004, '<1%'],
    [0.01, '1%'],
    [0.653, '65%'],
    [0.99, '99%'],
    [0.996, '>99%'],
    [1, '>99%'],
  ])('a chance of %d reads %s', (share, text) => {
    expect(format.chance(share)).toBe(text)
  })

  test('a share has one decimal and a real minus sign', () => {
    expect(format.percent(-0.018)).toBe('−1.8%')
  })
})

describe('ranges', () => {
  test('join both ends with thin spaces', () => {
    expect(format.range(178_600, 190_200, (cents) => format.moneyShort(cents, 'USD'))).toBe(
      '$1,786\u2009–\u2009$1,902',
    )
  })

  test('name a trailing unit once', () => {
    expect(format.range(0.839, 0.855, format.percent)).toBe('83.9\u2009–\u200985.5%')
  })

  test('say "to" when an end is negative', () => {
    expect(format.range(-0.061, 0.074, format.percent)).toBe('−6.1% to 7.4%')
  })
})

describe('a figure', () => {
  test('without a value is a dash with its reason', () => {
    const text = figureText(
      { value: null, unit: 'ratio', reason: 'Import acquisition spend.' },
      { currency: 'USD' },
    )

    expect(text).toEqual({ value: '—', reason: 'Import acquisition spend.' })
  })

  test('names its intervals and its sample', () => {
    const figure = {
      value: 0.8472,
      unit: 'share',
      low80: 0.839,
      high80: 0.855,
      low95: 0.83,
      high95: 0.86,
      n: 1702,
    } as const

    expect(figureText(figure, { currency: 'USD' })).toEqual({
      value: '84.7%',
      interval80: '83.9\u2009–\u200985.5% 80% interval',
      interval95: '83.0\u2009–\u200986.0% 95% interval',
      sample: 'n = 1,702',
    })
  })

  test('that is a chance is never certain', () => {
    expect(figureText({ value: 0.9999, unit: 'share' }, { currency: 'USD', isChance: true }).value).toBe(
      '>99%',
    )
  })
})
