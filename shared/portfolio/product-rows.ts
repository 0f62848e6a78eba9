/** The table of products or families under a run: every figure of a row, of every row. */
import type { CivilDay } from '#shared/kernel/day'
import { NO_PRODUCT } from '#shared/kernel/ids'
import { overrideOn, type Product, productStatus } from '#shared/product/product'
import type { ListedPeriod } from './period-names.ts'
import type { ProductLevel } from './product-measures.ts'
import {
  byMonth,
  noSums,
  ofPeriod,
  type ProductSnapshot,
  type ProductSums,
  slotIndex,
  standing,
} from './product-snapshot.ts'
import type { Stages } from './product-stages.ts'
import type { ProductRow } from './product-view.schema.ts'

/** What a table is asked for. */
export interface TableQuestion {
  readonly level: ProductLevel
  readonly period: ListedPeriod
  readonly compare: 'previous' | 'year-before'
  readonly today: CivilDay
}

const A_SHARE = 0.8
const B_SHARE = 0.95

/** Every row; before the first run, products without figures. */
export function productRows(
  head: ProductSnapshot | undefined,
  { catalogue, stages }: { catalogue: readonly Product[]; stages: Stages | undefined },
  question: TableQuestion,
): ProductRow[] {
  const { level } = question
  const sums = new Map((level === 'product' ? head?.products : head?.families)?.map((one) => [one.id, one]))
  const known = new Map(catalogue.map((product) => [product.id, product]))
  const named =
    level === 'product' ? catalogue.map(({ id }) => id) : catalogue.map(({ family }) => family ?? 'none')
  const ids = [...new Set([...named, ...sums.keys()])]
  const rows = ids.map((id) =>
    rowOf(sums.get(id) ?? noSums(id), {
      head,
      stages,
      question,
      product: level === 'product' ? known.get(id) : undefined,
    }),
  )
  return classified(rows)
}

interface Known {
  readonly head: ProductSnapshot | undefined
  readonly stages: Stages | undefined
  readonly question: TableQuestion
  readonly product: Product | undefined
}

function rowOf(sums: ProductSums, { head, stages, question, product }: Known): Omit<ProductRow, 'abc'> {
  const { level, period, compare, today } = question
  const now = head ? slotIndex(head, period, 'now') : 0
  const before = head ? slotIndex(head, period, compare) : 0
  const sum = (measure: Parameters<typeof ofPeriod>[2], slot = now) => ofPeriod(sums, slot, measure)
  const earlier = sum('revenue', before)
  const found = stages?.stageOf(level, sums.id)
  const override = product && overrideOn(product, today)
  const valued = standing(sums, 'firstValued')
  return {
    id: sums.id,
    name: product?.name ?? nameOf(level, sums.id),
    family: level === 'family' ? null : (product?.family ?? null),
    kind: product?.kind ?? null,
    status: product ? productStatus(product, today) : 'active',
    stage: override?.stage ?? found?.stage ?? null,
    stageBecause: override?.reason ?? found?.because ?? 'Nothing has been valued yet.',
    confidence: override ? null : (found?.confidence ?? null),
    isOverridden: override !== undefined,
    revenueCents: sum('revenue'),
    marginCents: sum('margin'),
    growth: ratio(sum('revenue') - earlier, earlier),
    orders: sum('orders'),
    buyers: sum('buyers'),
    holders: standing(sums, 'holders'),
    penetration: ratio(standing(sums, 'activeHolders'), head?.active ?? 0),
    repeat: ratio(sum('repeatBuyers'), sum('buyers')),
    loss: ratio(sum('heldLost'), sum('heldAtStart')),
    firstValueCents: valued > 0 ? Math.round(standing(sums, 'firstValue') / valued) : null,
    launchedOn: product?.launchedOn ?? null,
    sparkline: stages ? byMonth(sums, head?.months ?? [], 'revenue').slice(...lastTwelve(head, stages)) : [],
  }
}

function lastTwelve(head: ProductSnapshot | undefined, stages: Stages): [number, number] {
  const end = (head?.months.indexOf(stages.months.at(-1) ?? '') ?? -1) + 1
  return [Math.max(0, end - 12), end]
}

/** What something without an entry in the catalogue is called. */
export function nameOf(level: ProductLevel, id: string): string {
  if (id !== NO_PRODUCT) return id
  return level === 'family' ? 'Without a family' : 'No product named'
}

const ratio = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null)

/** Classes by cumulative revenue: the products that bring the first 80 % are A, those up to 95 % B, the rest C. */
function classified(rows: readonly Omit<ProductRow, 'abc'>[]): ProductRow[] {
  const total = rows.reduce((sum, { revenueCents }) => sum + Math.max(0, revenueCents), 0)
  let sum = 0
  return [...rows]
    .sort((left, right) => right.revenueCents - left.revenueCents || (left.id < right.id ? -1 : 1))
    .map((row) => {
      const before = total > 0 ? sum / total : 1
      sum += Math.max(0, row.revenueCents)
      const isSold = row.revenueCents > 0
      return { ...row, abc: isSold && before < A_SHARE ? 'A' : isSold && before < B_SHARE ? 'B' : 'C' }
    })
}
