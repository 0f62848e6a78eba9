import type { Random } from '#shared/numeric/random'
import { bundles, productsById, purchaseShares } from './catalogue.ts'
import { EXTRA_LINE_SHARE } from './parameters.ts'

/** The products of an order: one by the month's shares, its planted partner, and perhaps an independent one. */
export function basketOf(random: Random, ago: number): readonly string[] {
  const shares = purchaseShares(ago)
  const first = draw(random, shares, [])
  const bundle = bundleOf(first)
  const products = [first]
  if (bundle && random.next() < bundle.chance) products.push(bundle.partner)
  if (random.next() < EXTRA_LINE_SHARE) products.push(draw(random, shares, products))
  return products
}

/** Margin of one unit of order value by the shares of a month: every line of an order has an equal part. */
export function expectedMarginRate(ago: number): number {
  const shares = purchaseShares(ago)
  let rate = 0
  for (const [first, share] of Object.entries(shares)) {
    const bundle = bundleOf(first)
    const chance = bundle?.chance ?? 0
    rate += share * (1 - chance) * basketMargin([first], shares)
    if (bundle) rate += share * chance * basketMargin([first, bundle.partner], shares)
  }
  return rate
}

function basketMargin(products: readonly string[], shares: Readonly<Record<string, number>>): number {
  const own = products.reduce((sum, id) => sum + marginRate(id), 0)
  const others = Object.entries(shares).filter(([id]) => !products.includes(id))
  const left = others.reduce((sum, [, share]) => sum + share, 0)
  const extra = others.reduce((sum, [id, share]) => sum + (share / left) * marginRate(id), 0)
  const withExtra = (own + extra) / (products.length + 1)
  return (1 - EXTRA_LINE_SHARE) * (own / products.length) + EXTRA_LINE_SHARE * withExtra
}

function marginRate(id: string): number {
  return productsById.get(id)?.marginRate ?? 1
}

function bundleOf(productId: string): { partner: string; chance: number } | undefined {
  const bundle = bundles.find(
    ({ basis, products }) => basis === 'baskets' && products.some((id) => id === productId),
  )
  const partner = bundle?.products.find((id) => id !== productId)
  return bundle && partner !== undefined ? { partner, chance: bundle.chance } : undefined
}

function draw(random: Random, shares: Readonly<Record<string, number>>, taken: readonly string[]): string {
  const open = Object.entries(shares).filter(([id, share]) => share > 0 && !taken.includes(id))
  let point = random.next() * open.reduce((sum, [, share]) => sum + share, 0)
  for (const [id, share] of open) {
    point -= share
    if (point < 0) return id
  }
  return open.at(-1)?.[0] ?? 'P-13'
}
