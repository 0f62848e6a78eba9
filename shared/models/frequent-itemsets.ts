/**
 * Sets of products bought together often, of any size, and the rules they give.
 *
 * Depth-first search over sorted basket lists (Eclat, Zaki 2000): a set is frequent when at least `minimumCount`
 * baskets hold all of it, and no set is more frequent than its parts. Exact: the counts of arules on the Groceries
 * data, tests/shared/models/frequent-itemsets.test.ts.
 */

/** A set of products, sorted, and the number of baskets that hold all of them. */
export interface Itemset {
  readonly items: readonly string[]
  readonly count: number
}

/** A rule "these, therefore that" with one product on the right. */
export interface Rule {
  readonly left: readonly string[]
  readonly right: string
  readonly count: number
  readonly support: number
  readonly confidence: number
  readonly lift: number
}

/** All sets in at least `minimumCount` baskets, up to `mostItems` products. */
export function frequentItemsets(
  baskets: readonly (readonly string[])[],
  { minimumCount, mostItems = 10 }: { readonly minimumCount: number; readonly mostItems?: number },
): Itemset[] {
  const holders = new Map<string, number[]>()
  baskets.forEach((basket, index) => {
    for (const item of new Set(basket)) {
      const list = holders.get(item) ?? []
      list.push(index)
      holders.set(item, list)
    }
  })
  const single = [...holders]
    .filter(([, list]) => list.length >= minimumCount)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([item, list]) => ({ item, baskets: Uint32Array.from(list) }))
  const found: Itemset[] = []
  extend([], single, { minimumCount, mostItems, found })
  return found
}

/** Rules with one product on the right and at least the given confidence, highest confidence first. */
export function rulesOf(itemsets: readonly Itemset[], baskets: number, leastConfidence: number): Rule[] {
  const countOf = new Map(itemsets.map(({ items, count }) => [key(items), count]))
  const rules: Rule[] = []
  for (const { items, count } of itemsets) {
    if (items.length < 2) continue
    for (const right of items) {
      const left = items.filter((item) => item !== right)
      const ofLeft = countOf.get(key(left)) ?? 0
      const ofRight = countOf.get(key([right])) ?? 0
      const confidence = count / ofLeft
      if (ofLeft === 0 || ofRight === 0 || confidence < leastConfidence) continue
      rules.push({
        left,
        right,
        count,
        support: count / baskets,
        confidence,
        lift: (confidence * baskets) / ofRight,
      })
    }
  }
  return rules.sort((left, right) => right.confidence - left.confidence || right.count - left.count)
}

interface Extension {
  readonly item: string
  readonly baskets: Uint32Array
}

interface Search {
  readonly minimumCount: number
  readonly mostItems: number
  readonly found: Itemset[]
}

function extend(prefix: readonly string[], extensions: readonly Extension[], search: Search): void {
  extensions.forEach(({ item, baskets }, index) => {
    const items = [...prefix, item]
    search.found.push({ items, count: baskets.length })
    if (items.length >= search.mostItems) return
    const deeper = extensions.slice(index + 1).flatMap((other) => {
      const shared = intersection(baskets, other.baskets)
      return shared.length >= search.minimumCount ? [{ item: other.item, baskets: shared }] : []
    })
    extend(items, deeper, search)
  })
}

/** Baskets in both ascending lists. */
function intersection(left: Uint32Array, right: Uint32Array): Uint32Array {
  const shared = new Uint32Array(Math.min(left.length, right.length))
  let size = 0
  for (let i = 0, j = 0; i < left.length && j < right.length;) {
    const difference = (left[i] ?? 0) - (right[j] ?? 0)
    if (difference === 0) shared[size++] = left[i] ?? 0
    if (difference <= 0) i += 1
    if (difference >= 0) j += 1
  }
  return shared.slice(0, size)
}

function key(items: readonly string[]): string {
  return items.join('\u0000')
}
