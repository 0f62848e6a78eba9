import { describe, expect, test } from 'vitest'
import { assertRange, studyId } from '#shared/pipeline/study'

const wish = { from: '2026-01-01', asOf: '2026-02-15' }

describe('a study of a range', () => {
  test('is the same study for the same range of the same data, and another one otherwise', () => {
    const id = studyId(wish, [4, 7, 1])

    expect(studyId({ ...wish }, [4, 7, 1])).toBe(id)
    expect(studyId(wish, [4, 8, 1])).not.toBe(id)
    expect(studyId({ ...wish, asOf: '2026-02-16' }, [4, 7, 1])).not.toBe(id)
    expect(id.length).toBeLessThanOrEqual(80)
  })

  test.each([
    ['2026-02-15', '2026-01-01'],
    ['2026-01-01', '2026-03-15'],
    ['2010-01-01', '2026-03-01'],
  ])('from %s to %s is refused, with what a range is', (from, to) => {
    expect(() => assertRange(from, to, '2026-03-14')).toThrow('A range runs from an earlier to a later day')
  })
})
