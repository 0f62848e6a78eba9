import { describe, expect, test } from 'vitest'
import { seasonOf, withoutSeason, withSeason } from '#shared/models/season'
import { createRandom } from '#shared/numeric/random'

const months = Array.from({ length: 48 }, (_, month) => month)
const december = (month: number): number => (month % 12 === 11 ? 2 : 1)

describe('the season of a series', () => {
  test('is found as ratios that average 1', () => {
    const season = seasonOf(
      months.map((month) => (100 + month) * december(month)),
      12,
    )

    expect(season.kind).toBe('ratio')
    expect(season.indices.reduce((sum, index) => sum + index, 0)).toBeCloseTo(12, 12)
    // A December of twice the other months: 2 · 12 / 13 of the mean month.
    expect(season.indices[11]).toBeCloseTo(24 / 13, 1)
  })

  test('is found as differences where values can be negative', () => {
    const season = seasonOf(
      months.map((month) => (month % 12) - 5),
      12,
    )

    expect(season.kind).toBe('difference')
    expect(season.indices[11]).toBeCloseTo(5.5, 6)
  })

  test('is not seen in noise, in a constant series, or before two full seasons', () => {
    const random = createRandom(1)

    expect(
      seasonOf(
        months.map(() => 100 + random.normal()),
        12,
      ).kind,
    ).toBe('none')
    expect(
      seasonOf(
        months.map(() => 7),
        12,
      ).kind,
    ).toBe('none')
    expect(seasonOf(months.slice(0, 23).map(december), 12).kind).toBe('none')
  })

  test('can be taken out and put back', () => {
    const series = months.map((month) => (100 + month) * december(month))
    const season = seasonOf(series, 12)
    const plain = withoutSeason(series, season)

    plain.forEach((value, index) =>
      expect(withSeason(value, season, index)).toBeCloseTo(series[index] ?? 0, 9),
    )
  })
})
