import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Order } from '#shared/client/facts'
import { groupByClient } from '#shared/import/group'
import { guessMapping } from '#shared/import/guess'
import { rowReader } from '#shared/import/row'
import { createTableReader } from '#shared/import/table-reader'
import { frequentItemsets, rulesOf } from '#shared/models/frequent-itemsets'
import { basketsWith, pairIndex } from '#shared/models/pair-counts'
import { associationsOf } from '#shared/models/pair-tests'
import { ruleFigures } from '#shared/models/rule-figures'
import { emptyGathering, gather, numberedProducts } from '#shared/pipeline/associate'
import { aContext } from '#tests/builders/context'
import { aClient } from '#tests/builders/facts'
import { GROCERIES_DAY, groceriesTransactions } from '#tests/convert/groceries'
import { NEEDS_SHARED_DATA, sharedData } from '#tests/harness/shared-data'

const path = sharedData('groceries-arules/groceries_baskets.csv')

/** The baskets as the import reads them from the converted file, and what the associate step makes of them. */
function imported(baskets: string) {
  const text = groceriesTransactions(baskets)
  const { mapping } = guessMapping('transactions', text.slice(0, 65_536))
  const table = createTableReader(mapping)
  const raw = [...table.push(text), ...table.end()]
  const read = rowReader({ kind: 'transactions', mapping, headers: table.headers() ?? [] })
  const results = raw.map((one) => ({ row: one.row, result: 'fields' in one ? read(one.fields) : undefined }))
  const rows = results.flatMap(({ row, result }) => (result?.ok ? [{ row, value: result.value }] : []))
  const groups = groupByClient(rows, { badLines: [], orphans: new Set() })
  const orders = groups.map((group) => ({
    clientId: group.clientId,
    facts: group.facts.map(({ fact }) => fact).filter((fact): fact is Order => fact.fact === 'order'),
  }))
  const ids = new Set(
    orders.flatMap(({ facts }) => facts.flatMap(({ lines }) => lines.map((line) => line.productId))),
  )
  const catalogue = Object.fromEntries(
    [...ids].map((id) => [id, { kind: 'purchase' as const, family: 'none', isAnchor: false }]),
  )
  const context = aContext({ asOf: GROCERIES_DAY, catalogue })
  const numbered = numberedProducts(catalogue)
  const gathering = emptyGathering(numbered)
  for (const { clientId, facts } of orders)
    gather(gathering, aClient(clientId, { put: facts }), { context, numbered })
  return { rejected: raw.length - rows.length, orders, gathering, numbered }
}

describe.skipIf(!path)(`the Groceries baskets, imported as transactions ${NEEDS_SHARED_DATA}`, () => {
  const { rejected, orders, gathering, numbered } = path
    ? imported(readFileSync(path, 'utf8'))
    : imported('a,b')
  const { baskets } = gathering

  test('are 9,835 orders of 169 products, none rejected', () => {
    expect({ rejected, orders: orders.length, products: numbered.all.length }).toEqual({
      rejected: 0,
      orders: 9_835,
      products: 169,
    })
    expect(baskets.baskets.reduce((sum, count) => sum + count, 0)).toBe(9_835)
  })

  // arules and the literature; design/models.md 5.10.
  test.each([
    ['other vegetables', 'whole milk', 736, 0.074834774, 0.386757751, 1.513634095],
    ['root vegetables', 'other vegetables', 466, 0.0473818, 0.434701493, 2.246604929],
    ['yogurt', 'whole milk', 551, 0.056024403, 0.401603499, 1.571735141],
    ['butter', 'whole milk', 271, 0.027554652, 0.497247706, 1.946053001],
  ])(
    '%s → %s has the published figures after the associate step',
    (left, right, both, support, confidence, lift) => {
      const [one, other] = [numbered.numberOf.get(left)!, numbered.numberOf.get(right)!]
      const counted =
        baskets.together[pairIndex(Math.min(one, other), Math.max(one, other), numbered.all.length)]!
      const figures = ruleFigures({
        baskets: 9_835,
        left: basketsWith(baskets, one),
        right: basketsWith(baskets, other),
        both: counted,
      })

      expect(counted).toBe(both)
      expect(figures.support).toBeCloseTo(support, 7)
      expect(figures.confidence).toBeCloseTo(confidence, 8)
      expect(figures.lift).toBeCloseTo(lift, 8)
    },
  )

  test('hold 410 rules of any length at support .001 and confidence .8, the first with lift 11.235269', () => {
    const lists = orders.flatMap(({ facts }) => facts.map(({ lines }) => lines.map((line) => line.productId)))
    // 10 of 9,835 baskets is the least count with a support of at least .001.
    const rules = rulesOf(frequentItemsets(lists, { minimumCount: 10 }), lists.length, 0.8)
    const wine = rules.find(
      ({ left, right }) => right === 'bottled beer' && left.join() === 'liquor,red/blush wine',
    )

    expect(rules).toHaveLength(410)
    expect(wine).toMatchObject({ count: 19 })
    expect(wine?.lift).toBeCloseTo(11.235269, 6)
  })

  test('have pairs that stand, each bought together more than chance explains', () => {
    const pairs = associationsOf(baskets)

    expect(pairs.length).toBeGreaterThan(30)
    for (const { counts, expected } of pairs) expect(counts.both).toBeGreaterThan(expected)
  })
})
