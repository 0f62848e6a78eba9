import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { dark, light, type Palette, type Token, tokensCss } from '../../web/src/ui/tokens.ts'

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
function contrast(palette: Palette, one: Token, other: Token): number {
  const [low = 0, high = 0] = [luminance(palette[one]), luminance(palette[other])].toSorted((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}

const grounds: readonly Token[] = ['canvas', 'surface', 'raised', 'sunken', 'hover']
const onTheirGround: readonly (readonly [Token, Token])[] = [
  ['accent-on', 'accent'],
  ['accent-on', 'accent-hover'],
  ['accent-ink', 'accent-soft'],
  ['ink', 'selected'],
  ['pos', 'pos-soft'],
  ['neg', 'neg-soft'],
  ['warn', 'warn-soft'],
]

describe.each([
  ['light', light],
  ['dark', dark],
] as const)('the %s colours', (_name, palette) => {
  test.each(['ink', 'muted', 'subtle'] as const)('show %s text at 4.5:1 on every ground', (text) => {
    const lowest = Math.min(...grounds.map((ground) => contrast(palette, text, ground)))

    expect(lowest).toBeGreaterThanOrEqual(4.5)
  })

  test.each(onTheirGround)('show %s at 4.5:1 on %s', (text, ground) => {
    expect(contrast(palette, text, ground)).toBeGreaterThanOrEqual(4.5)
  })

  test.each(['pos', 'neg', 'warn', 'accent-ink'] as const)('show %s at 4.5:1 on the card', (text) => {
    expect(contrast(palette, text, 'surface')).toBeGreaterThanOrEqual(4.5)
  })

  test.each(['line-control', 'ring', 'series', 'series-2'] as const)('show %s at 3:1 on the card', (line) => {
    expect(contrast(palette, line, 'surface')).toBeGreaterThanOrEqual(3)
  })
})

test('tokens.css is what web/gen-tokens.ts would write', () => {
  expect(readFileSync('web/src/ui/tokens.css', 'utf8')).toBe(tokensCss())
})
