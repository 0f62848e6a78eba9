import { productAnalytics } from '#shared/portfolio/product-analytics'
import { bundleView, namesOf } from '#shared/portfolio/product-bundle-view'
import { noSums, standing } from '#shared/portfolio/product-snapshot'
import type { AnalyticsView, ProductView } from '#shared/portfolio/product-view.schema'
import type { ProductsSummary } from '#shared/portfolio/products-summary.schema'
import type { BundlesView } from '#shared/portfolio/bundle-view.schema'
import { type Charge, chargesOf } from '#shared/product/charge'
import { ruleInWords, type StageFound } from '#shared/product/lifecycle'
import { overrideOn, type Product, productNotFound, productStatus } from '#shared/product/product'
import { DomainError } from '#shared/kernel/errors'
import type { ListedPeriod } from '#shared/portfolio/period-names'
import { familiesOf, tableOf } from './list-products.ts'
import { NO_FIGURES, type ProductsState, type ProductStores } from './products-state.ts'

const HISTORY_MONTHS = 12
const MOVERS = 3

/** One product as its page shows it. */
export async function readProduct(
  stores: ProductStores,
  state: ProductsState,
  id: string,
): Promise<ProductView> {
  const product = await stores.products.load(id)
  if (!product) throw productNotFound(id)
  const kept = await stores.products.charges(id)
  const { head, today } = state
  const sums = head?.products.find((one) => one.id === id) ?? noSums(id)
  return {
    id: product.id,
    version: product.version,
    name: product.name,
    family: product.family ?? null,
    kind: product.kind,
    isAnchor: product.isAnchor,
    isPlaceholder: product.isPlaceholder,
    status: productStatus(product, today),
    launchedOn: product.launchedOn ?? null,
    retiredOn: product.retiredOn ?? null,
    marginRate: product.marginRate ?? null,
    unitCostCents: product.unitCostCents ?? null,
    families: familiesOf(state),
    charges: chargesOf(product, kept).map((charge) => ({
      ...charge,
      to: charge.to ?? null,
      isImported: kept.length === 0,
    })),
    lifecycle: lifecycleOf(product, state),
    holders: head ? standing(sums, 'holders') : null,
    run: state.run,
  }
}

function lifecycleOf(product: Product, { stages, settings, today }: ProductsState): ProductView['lifecycle'] {
  const found: StageFound = stages?.stageOf('product', product.id) ?? {
    stage: null,
    because: NO_FIGURES,
    confidence: null,
    slope: undefined,
    ageMonths: null,
  }
  const override = overrideOn(product, today)
  const { slope } = found
  const shown = stages ? Math.min(HISTORY_MONTHS, stages.months.length) : 0
  return {
    stage: override?.stage ?? found.stage,
    ruleStage: found.stage,
    because: found.because,
    confidence: found.confidence,
    slope: slope ? { perMonth: slope.perMonth, low: slope.low, high: slope.high, n: slope.n } : null,
    rule: ruleInWords(settings.parts.lifecycle),
    override: override ?? null,
    pastOverrides: (product.overrides ?? []).filter((one) => one !== override).reverse(),
    history: Array.from({ length: shown }, (_, index) => {
      const ago = shown - 1 - index
      return {
        month: stages?.months.at(-1 - ago) ?? '',
        stage: stages?.stageOf('product', product.id, ago).stage ?? null,
      }
    }),
  }
}

interface AnalyticsAsked {
  readonly product?: string | undefined
  readonly family?: string | undefined
  readonly period: ListedPeriod
  readonly compare: 'previous' | 'year-before'
}

/** The analytics of a product or a family under the current run. */
export async function readAnalytics(
  stores: ProductStores,
  state: ProductsState,
  { product, family, period, compare }: AnalyticsAsked,
): Promise<AnalyticsView> {
  const { head, stages, catalogue, today } = state
  const level = product === undefined ? ('family' as const) : ('product' as const)
  const id = product ?? family ?? ''
  const entry = catalogue.find((one) => one.id === id)
  const isKnown =
    level === 'product'
      ? entry !== undefined || head?.products.some((one) => one.id === id)
      : familiesOf(state).includes(id) || head?.families.some((one) => one.id === id)
  if (!isKnown) throw level === 'product' ? productNotFound(id) : familyNotFound(id)
  if (!head || !stages) throw new DomainError('not-found', 'products.not-counted', NO_FIGURES)
  const [detail, kept] = await Promise.all([
    stores.figures.detail(head.runId, level, id),
    entry && level === 'product' ? stores.products.charges(id) : [],
  ])
  const charges: readonly Charge[] = entry && level === 'product' ? chargesOf(entry, kept) : []
  return {
    run: state.run,
    ...productAnalytics({ head, detail, catalogue, stages, charges }, { level, id, period, compare, today }),
  }
}

function familyNotFound(id: string): DomainError {
  return new DomainError('not-found', 'family.not-found', `There is no family "${id}".`, { details: { id } })
}

/** Every bundle of the current run, or why there is none. */
export function readBundles({ head, catalogue, run }: ProductsState): BundlesView {
  if (!head) return { run, items: [], total: 0, evidence: null, reason: NO_FIGURES }
  const names = namesOf(catalogue)
  const items = head.bundles.map((bundle) => bundleView(bundle, names))
  const { baskets, holdings } = head.evidence
  const reason =
    `Not enough evidence: of ${baskets.pairs + holdings.pairs} pairs tested ${baskets.standing + holdings.standing} stand, ` +
    'and none of them with 30 joint sales and a lift that is surely above 1.'
  return {
    run,
    items,
    total: items.length,
    evidence: head.evidence,
    ...(items.length === 0 ? { reason } : {}),
  }
}

/** What the landing page says of products: stages that changed with the last full month, and the biggest movers. */
export function readSummary(state: ProductsState): ProductsSummary {
  const { stages, catalogue, head } = state
  const month = stages?.months.at(-1) ?? ''
  const stageChanges = catalogue.flatMap(({ id, name }) => {
    const to = stages?.stageOf('product', id).stage ?? null
    const from = stages?.stageOf('product', id, 1).stage ?? null
    return to === from ? [] : [{ id, name, from, to, month }]
  })
  const rows = tableOf(state, { level: 'product', period: 'last-month', compare: 'previous' })
  const movers = rows
    .flatMap(({ id, name, growth, revenueCents }) =>
      growth === null ? [] : [{ id, name, growth, revenueCents }],
    )
    .sort(
      (left, right) =>
        Math.abs(right.growth * right.revenueCents) - Math.abs(left.growth * left.revenueCents),
    )
    .slice(0, MOVERS)
  return {
    run: state.run,
    products: catalogue.length,
    bundles: head?.bundles.length ?? 0,
    stageChanges,
    movers,
  }
}
