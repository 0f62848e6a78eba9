/**
 * The associate step at size, outside CI: 5,000 products, 100,000 orders with 1,000,000 lines of 10,000 clients, through
 * gathering, packing, adding and testing, in one process. `node --expose-gc tests/bench/products.ts [products] [orders]`.
 */
import { addPacked, emptyPairCounts, packed } from '#shared/models/pair-counts'
import { associationsOf } from '#shared/models/pair-tests'
import { createRandom } from '#shared/numeric/random'
import { emptyGathering, gather, numberedProducts } from '#shared/pipeline/associate'
import { addDays } from '#shared/kernel/day'
import { productSumsOf } from '#shared/portfolio/product-snapshot'
import { sumsOf } from '#shared/portfolio/snapshot'
import { gzipSync } from 'node:zlib'
import { aContext } from '#tests/builders/context'
import { aClient, aLine, anOrder } from '#tests/builders/facts'

const [products = 5_000, orders = 100_000] = process.argv.slice(2).map(Number)
const ORDERS_A_CLIENT = 10
const LINES = 10
const asOf = '2026-03-14'
const ids = Array.from({ length: products }, (_, index) => `P${String(index).padStart(5, '0')}`)
const catalogue = Object.fromEntries(
  ids.map((id, index) => [
    id,
    { kind: 'purchase' as const, family: `F${index % 40}`, isAnchor: false, marginRate: 0.4 },
  ]),
)
const context = aContext({ asOf, catalogue })
const numbered = numberedProducts(catalogue)
const random = createRandom(1)

/** Appeal falls with the square: a few products are in many orders, most in few. One pair in a hundred orders is planted. */
function client(index: number) {
  const put = Array.from({ length: ORDERS_A_CLIENT }, (_, order) => {
    const chosen = new Set<string>()
    if (random.next() < 0.01) for (const id of [ids[7], ids[11]]) chosen.add(id ?? '')
    while (chosen.size < LINES) chosen.add(ids[Math.floor(products * random.next() ** 2)] ?? '')
    const day = addDays(asOf, -random.integer(360))
    return anOrder({
      id: `o${order}`,
      day,
      lines: [...chosen].map((productId) => aLine({ productId, amountCents: 5_00 })),
    })
  })
  return aClient(`C${index}`, { put })
}

let most = 0
let making = 0
const watch = () => (most = Math.max(most, process.memoryUsage.rss()))
const started = performance.now()
const gathering = emptyGathering(numbered)
for (let index = 0; index < orders / ORDERS_A_CLIENT; index++) {
  const before = performance.now()
  const one = client(index)
  making += performance.now() - before
  gather(gathering, one, { context, numbered })
  if (index % 100 === 0) watch()
}
const gathered = performance.now() - making
let bytes = 0
const added = emptyPairCounts(products, 4)
for (let from = 0; from < gathering.baskets.together.length; from += 2_000_000) {
  const list = packed(gathering.baskets.together.subarray(from, from + 2_000_000))
  bytes += gzipSync(JSON.stringify(list)).length
  addPacked(added.together, list, from)
  watch()
}
bytes += gzipSync(JSON.stringify(sumsOf(gathering.sums))).length
watch()
const stored = performance.now() - making
const pairs = associationsOf(gathering.baskets)
watch()
const tested = performance.now() - making
productSumsOf(gathering.sums)
watch()
const seconds = (to: number, from: number) => `${((to - from) / 1_000).toFixed(1)} s`
console.log(`${products} products, ${orders} orders, ${orders * LINES} lines`)
console.log(
  `gather ${seconds(gathered, started)}, pack ${seconds(stored, gathered)}, test ${seconds(tested, stored)}`,
)
console.log(`in all ${seconds(performance.now() - making, started)} (budget 60 s), making the data apart`)
console.log(
  `parts ${(bytes / 1e6).toFixed(1)} MB compressed; most memory ${(most / 2 ** 20).toFixed(0)} MB (budget 512 MB)`,
)
console.log(
  `pairs that stand: ${pairs.length}; planted found: ${pairs.some(({ first, second }) => first === 7 && second === 11)}`,
)
