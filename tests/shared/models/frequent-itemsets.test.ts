import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { frequentItemsets, rulesOf } from '#shared/models/frequent-itemsets'
import { NEEDS_SHARED_DATA, sharedData } from '#tests/harness/shared-data'

test('every set that is often bought together is found once', () => {
  const baskets = [['a', 'b', 'c'], ['a', 'b'], ['b', 'c', 'c'], ['a']]

  expect(frequentItemsets(baskets, { minimumCount: 2 })).toEqual([
    { items: ['a'], count: 3 },
    { items: ['a', 'b'], count: 2 },
    { items: ['b'], count: 3 },
    { items: ['b', 'c'], count: 2 },
    { items: ['c'], count: 2 },
  ])
  expect(rulesOf(frequentItemsets(baskets, { minimumCount: 2 }), 4, 1)).toEqual([
    { left: ['c'], right: 'b', count: 2, support: 0.5, confidence: 1, lift: 4 / 3 },
  ])
})

const path = sharedData('groceries-arules/groceries_baskets.csv')

describe.skipIf(!path)(`itemsets of the Groceries data ${NEEDS_SHARED_DATA}`, () => {
  const baskets = path
    ? readFileSync(path, 'utf8')
        .trim()
        .split(/\r?\n/)
        .map((line) => line.split(','))
    : []

  test('at support .001 are 13,492 and give 410 rules at confidence .8, as arules counts', () => {
    const itemsets = frequentItemsets(baskets, { minimumCount: 10 })
    const rules = rulesOf(itemsets, baskets.length, 0.8)
    const wine = rules.find(
      ({ left, right }) => left.join() === 'liquor,red/blush wine' && right === 'bottled beer',
    )

    expect(baskets.length).toBe(9835)
    expect(
      [1, 2, 3, 4, 5, 6].map((size) => itemsets.filter(({ items }) => items.length === size).length),
    ).toEqual([157, 2981, 6831, 3137, 376, 10])
    expect(rules.length).toBe(410)
    expect(rules.filter(({ left }) => left.length <= 2).length).toBe(29)
    expect(wine?.count).toBe(19)
    expect(wine?.support).toBeCloseTo(0.001931876, 9)
    expect(wine?.confidence).toBeCloseTo(0.9047619, 7)
    expect(wine?.lift).toBeCloseTo(11.235269, 6)
  })

  test('at support .01 are 333, with 15 rules at confidence .5 and 232 at .2', () => {
    const itemsets = frequentItemsets(baskets, { minimumCount: 99 })

    expect(itemsets.length).toBe(333)
    expect(rulesOf(itemsets, baskets.length, 0.5).length).toBe(15)
    // arules counts rules with an empty left side too: whole milk alone reaches .2.
    expect([231, 232]).toContain(rulesOf(itemsets, baskets.length, 0.2).length)
  })

  test('at support .005 are 1,001 with 120 rules at confidence .5', () => {
    const itemsets = frequentItemsets(baskets, { minimumCount: 50 })

    expect(itemsets.length).toBe(1001)
    expect(rulesOf(itemsets, baskets.length, 0.5).length).toBe(120)
  })
})
