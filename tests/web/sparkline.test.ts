import { describe, expect, test } from 'vitest'
import { sparkline } from '../../web/src/ui/sparkline.ts'

describe('a sparkline', () => {
  test('runs from the bottom for the smallest to the top for the largest value', () => {
    expect(sparkline([1, 2], 100, 20)).toMatchObject({ line: 'M3 17L97 3', end: { x: 97, y: 3 } })
  })

  test('leaves a gap where a value is missing', () => {
    expect(sparkline([1, 2, null, 2, 1], 100, 20).line.match(/M/g)).toHaveLength(2)
  })

  test('of equal values is a level line', () => {
    expect(sparkline([5, 5], 100, 20).line).toBe('M3 10L97 10')
  })

  test('of nothing draws nothing', () => {
    expect(sparkline([null, null], 100, 20)).toEqual({ line: '', area: '', end: undefined })
  })
})
