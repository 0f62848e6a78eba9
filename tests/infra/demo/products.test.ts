import { describe, expect, test } from 'vitest'
import type { Fact, TransactionKind } from '#shared/client/facts'
import { associationsOf } from '#shared/models/pair-tests'
import { emptyGathering, gather, numberedProducts } from '#shared/pipeline/associate'
import { bundlesOf, offersOf } from '#shared/portfolio/product-bundles'
import { productMargins } from '#shared/portfolio/product-margins'
import { type ProductSnapshot, productSumsOf } from '#shared/portfolio/product-snapshot'
import { stagesOf } from '#shared/portfolio/product-stages'
import { defaultLifecycleSettings } from '#shared/product/lifecycle-settings'
import { catalogueEntry, type Product } from '#shared/product/product'
import { aContext } from '#tests/builders/context'
import { aClient } from '#tests/builders/facts'
import { cell, cents, parsedDemo, TODAY } from './parsed.ts'

type Demo = ReturnType<typeof parsedDemo>

function factsByClient({ rows }: Demo): Map<string, Fact[]> {
  const facts = new Map<string, Fact[]>()
  const add = (id: string, fact: Fact) => facts.set(id, [...(facts.get(id) ?? []), fact])
  for (const row of rows.holdings) {
    const closedOn = cell(row, 'closedOn')
    add(cell(row, 'clientId'), {
      fact: 'holding',
      id: cell(row, 'holdingId'),
      productId: cell(row, 'productId'),
      openedOn: cell(row, 'openedOn'),
      ...(closedOn ? { closedOn } : {}),
    })
  }
  const orders = Map.groupBy(
    rows.transactions,
    (row) => `${cell(row, 'clientId')} ${cell(row, 'transactionId')}`,
  )
  for (const lines of orders.values())
    add(cell(lines[0], 'clientId'), {
      fact: 'order',
      id: cell(lines[0], 'transactionId'),
      day: cell(lines[0], 'occurredOn'),
      lines: lines.map((row) => ({
        productId: cell(row, 'productId') || 'none',
        // The files name kinds as facts do -- because the generator writes them.
        kind: cell(row, 'kind') as TransactionKind,
        amountCents: cents(cell(row, 'amount')),
      })),
    })
  return facts
}

/** What the product figures of a run say of a demo. */
function counted(demo: Demo) {
  const catalogue: Product[] = demo.rows.products.map((row) => ({
    id: cell(row, 'productId'),
    version: 1,
    name: cell(row, 'name'),
    family: cell(row, 'family'),
    kind: cell(row, 'kind') === 'account' ? 'account' : 'purchase',
    isAnchor: cell(row, 'anchor') === 'yes',
    launchedOn: cell(row, 'launchedOn'),
    marginRate: Number(cell(row, 'marginRate')),
    isPlaceholder: false,
  }))
  const entries = Object.fromEntries(catalogue.map((product) => [product.id, catalogueEntry(product)]))
  const context = aContext({ asOf: TODAY, catalogue: entries })
  const numbered = numberedProducts(entries)
  const gathering = emptyGathering(numbered)
  for (const [id, put] of factsByClient(demo)) gather(gathering, aClient(id, { put }), { context, numbered })
  const { product, family } = productSumsOf(gathering.sums)
  const marginOf = productMargins(product.sums, context)
  const offers = (['baskets', 'holdings'] as const).flatMap((basis) =>
    offersOf(associationsOf(gathering[basis]), {
      basis,
      ids: basis === 'baskets' ? numbered.all : numbered.accounts,
      catalogue: entries,
      marginOf,
    }),
  )
  const head = {
    runId: 'r',
    asOf: TODAY,
    months: context.months,
    products: product.sums,
    families: family.sums,
  } as unknown as ProductSnapshot // -- because stages look at nothing else
  const stages = stagesOf(head, catalogue, defaultLifecycleSettings)
  return {
    bundles: bundlesOf(
      offers,
      offers.map(() => 1),
    ),
    stageOf: (id: string) => stages.stageOf('product', id).stage,
  }
}

const seeds = [1, 2, 3]
const demos = seeds.map((seed) => {
  const demo = parsedDemo({ clients: 1_500, seed })
  return { truth: demo.truth, ...counted(demo) }
})
const pair = (products: readonly string[]) => [...products].sort().join(' + ')

describe('what was planted in the demo', () => {
  test('bundles are found, and nothing else is offered', () => {
    let found = 0
    let planted = 0
    const alarms: string[] = []
    for (const { truth, bundles } of demos) {
      const wanted = truth.bundles.map(({ products }) => pair(products))
      const offered = bundles.map(({ left, right }) => pair([left, right]))
      planted += wanted.length
      found += wanted.filter((one) => offered.includes(one)).length
      alarms.push(...offered.filter((one) => !wanted.includes(one)))
    }
    console.log(
      `bundles: ${found} of ${planted} planted found, false alarms ${alarms.length} ${alarms.join(', ')}`,
    )

    expect(found).toBe(planted)
    // Three portfolios, each with a false-discovery rate of 5 % at most over 342 pairs.
    expect(alarms.length).toBeLessThanOrEqual(3)
  })

  test('lifecycle stages are found', () => {
    const said = demos.flatMap(({ truth, stageOf }) =>
      truth.stages.map(({ productId, stage }) => ({ productId, stage, found: stageOf(productId) })),
    )
    const wrong = said.filter(({ stage, found }) => stage !== found)
    const words = wrong.map(({ productId, stage, found }) => `${productId} ${stage} read as ${found}`)
    console.log(`stages: ${said.length - wrong.length} of ${said.length} planted found; ${words.join(', ')}`)

    expect(wrong.length).toBeLessThanOrEqual(3)
  })
})
