import { associationsOf, pairsTested } from '#shared/models/pair-tests'
import { allBaskets, type PairCounts } from '#shared/models/pair-counts'
import { emptyGathering, type Gathering, type Numbered, numberedProducts } from '#shared/pipeline/associate'
import type { Context } from '#shared/portfolio/context'
import {
  attachedOf,
  type Bundle,
  bundlesOf,
  type Evidence,
  type Offer,
  offersOf,
} from '#shared/portfolio/product-bundles'
import { productMargins } from '#shared/portfolio/product-margins'
import {
  activeClients,
  portfolioSlots,
  type ProductDetail,
  type ProductSnapshot,
  productSumsOf,
} from '#shared/portfolio/product-snapshot'
import type { Snapshot } from '#shared/portfolio/snapshot'
import { MOST_RECIPIENTS } from '#functions/store/product-figures'
import { addParts, eachOwner } from './associate-parts.ts'
import type { pipelineStores } from './pipeline-deps.ts'

interface Published {
  readonly context: Context
  readonly snapshot: Snapshot
  readonly shards: number
}

type Stores = Pick<ReturnType<typeof pipelineStores>, 'runs' | 'productFigures'>

/** Adds the parts of the associate step, tests the pairs, and stores the figures of products and the bundles. */
export async function publishProducts(
  { context, snapshot, shards }: Published,
  { runs, productFigures }: Stores,
): Promise<void> {
  const { runId } = context
  const numbered = numberedProducts(context.catalogue)
  const gathering = emptyGathering(numbered)
  await addParts(runs, { runId, shards }, gathering)
  const { product, family } = productSumsOf(gathering.sums)
  const { offers, evidence } = weighed(gathering, numbered, { context, products: product.sums })
  const reach = offers.map(() => 0)
  const isFor = matcher(offers, numbered)
  for await (const { has } of eachOwner(runs, { runId, shards }))
    for (const offer of isFor(has)) reach[offer] = (reach[offer] ?? 0) + 1
  const bundles = bundlesOf(offers, reach)
  const head: ProductSnapshot = {
    runId,
    asOf: context.asOf,
    months: context.months,
    periods: context.periods,
    active: activeClients(snapshot),
    slots: portfolioSlots(snapshot),
    products: product.sums,
    families: family.sums,
    evidence,
    bundles,
    isOnRevenue: snapshot.isOnRevenue,
  }
  await productFigures.saveHead(head)
  await productFigures.saveDetails(runId, 'family', detailsOf(family.details, new Map()))
  await productFigures.saveDetails(
    runId,
    'product',
    detailsOf(product.details, attachedTo(gathering, numbered)),
  )
  await saveRecipients(bundles, { runId, shards, numbered }, { runs, productFigures })
}

function weighed(
  { baskets, holdings }: Gathering,
  numbered: Numbered,
  { context, products }: { context: Context; products: ProductSnapshot['products'] },
) {
  const marginOf = productMargins(products, context)
  const { catalogue } = context
  const of = (counts: PairCounts, basis: 'baskets' | 'holdings', ids: readonly string[]) => {
    const pairs = associationsOf(counts)
    const evidence: Evidence = {
      baskets: allBaskets(counts),
      products: ids.length,
      pairs: pairsTested(counts),
      standing: pairs.length,
      basketsLeftOut: counts.leftOut,
      productsLeftOut: numbered.leftOut,
    }
    return { offers: offersOf(pairs, { basis, ids, catalogue, marginOf }), evidence }
  }
  const bought = of(baskets, 'baskets', numbered.all)
  const held = of(holdings, 'holdings', numbered.accounts)
  return {
    offers: [...bought.offers, ...held.offers],
    evidence: { baskets: bought.evidence, holdings: held.evidence },
  }
}

/** Which offers a client with some products could get: by place in the list. */
function matcher(offers: readonly Pick<Offer, 'left' | 'right'>[], { numberOf }: Numbered) {
  const byLeft = new Map<number, { offer: number; right: number }[]>()
  offers.forEach(({ left, right }, offer) => {
    const list = byLeft.get(numberOf.get(left) ?? -1) ?? []
    byLeft.set(numberOf.get(left) ?? -1, list)
    list.push({ offer, right: numberOf.get(right) ?? -1 })
  })
  return (has: readonly number[]): number[] =>
    has.flatMap((product) =>
      (byLeft.get(product) ?? []).flatMap(({ offer, right }) => (has.includes(right) ? [] : [offer])),
    )
}

function attachedTo({ baskets, holdings }: Gathering, { all, accounts }: Numbered) {
  return new Map([...attachedOf(baskets, all, 'baskets'), ...attachedOf(holdings, accounts, 'holdings')])
}

function detailsOf(
  slices: ReadonlyMap<string, ProductDetail['slices']>,
  attached: ReadonlyMap<string, ProductDetail['attached']>,
): ProductDetail[] {
  return [...slices].map(([id, cut]) => ({ id, slices: cut, attached: attached.get(id) ?? [] }))
}

async function saveRecipients(
  bundles: readonly Bundle[],
  { runId, shards, numbered }: { runId: string; shards: number; numbered: Numbered },
  { runs, productFigures }: Stores,
): Promise<void> {
  const lists: string[][] = bundles.map(() => [])
  const isFor = matcher(bundles, numbered)
  for await (const { id, has } of eachOwner(runs, { runId, shards }))
    for (const place of isFor(has)) {
      const list = lists[place]
      if (list && list.length < MOST_RECIPIENTS) list.push(id)
    }
  for (const [place, list] of lists.entries())
    await productFigures.saveRecipients(runId, bundles[place]?.rank ?? 0, list.sort())
}
