import type * as v from 'valibot'
import { addDays } from '#shared/kernel/day'
import { DomainError, invalidInput } from '#shared/kernel/errors'
import { NO_PRODUCT, parseId } from '#shared/kernel/ids'
import { noSums, standing } from '#shared/portfolio/product-snapshot'
import type {
  ChargeEnd,
  ChargeWish,
  NewProduct,
  ProductEdit,
  Retirement,
  StageWish,
} from '#shared/portfolio/product-wish.schema'
import type { Charge } from '#shared/product/charge'
import { chargesOf } from '#shared/product/charge'
import { type Product, productNotFound } from '#shared/product/product'
import { familiesOf } from './list-products.ts'
import type { ProductsState, ProductStores } from './products-state.ts'

const MOST_OVERRIDES = 20

/** What a change works with. */
export interface Changing {
  readonly stores: ProductStores
  readonly state: ProductsState
}

/** Adds a product. Throws `product.exists`, `product.unknown-family`. */
export async function addProduct(
  { stores, state }: Changing,
  wish: v.InferOutput<typeof NewProduct>,
): Promise<Product> {
  const id = parseId(wish.id)
  const known = await stores.products.load(id)
  if (known && !known.isPlaceholder)
    throw new DomainError('conflict', 'product.exists', `There is a product "${id}" already.`, {
      details: { issues: [{ path: 'id', message: 'There is a product with this id already.' }] },
    })
  const product: Product = {
    ...writtenOf(state, wish),
    id,
    version: known?.version ?? 0,
    kind: wish.kind,
    isPlaceholder: false,
  }
  await stores.products.saveAll([product])
  return product
}

/** Edits a product under the version that was read. */
export async function editProduct(
  changing: Changing,
  id: string,
  wish: v.InferOutput<typeof ProductEdit>,
): Promise<Product> {
  const {
    name: _name,
    family: _family,
    launchedOn: _launched,
    marginRate: _rate,
    unitCostCents: _cost,
    ...kept
  } = await loaded(changing, id, wish.version)
  const product = { ...kept, ...writtenOf(changing.state, wish), isPlaceholder: false }
  await changing.stores.products.saveAll([product])
  return product
}

function writtenOf(
  state: ProductsState,
  wish: Omit<v.InferOutput<typeof ProductEdit>, 'version'>,
): Pick<Product, 'name' | 'family' | 'isAnchor' | 'launchedOn' | 'marginRate' | 'unitCostCents'> {
  const { name, family, isNewFamily, isAnchor, launchedOn, marginRate, unitCostCents } = wish
  const families = familiesOf(state)
  if (family !== null && !isNewFamily && !families.includes(family)) {
    const message = `There is no family "${family}". Choose one of ${families.join(', ') || 'none yet'}, or say that it is new.`
    throw invalidInput('product.unknown-family', message, [{ path: 'family', message }])
  }
  return {
    name,
    isAnchor,
    ...(family === null ? {} : { family }),
    ...(launchedOn === null ? {} : { launchedOn }),
    ...(marginRate === null ? {} : { marginRate }),
    ...(unitCostCents === null ? {} : { unitCostCents }),
  }
}

/** Takes a product off sale from a day on, or puts it back. */
export async function retireProduct(
  changing: Changing,
  id: string,
  { version, retiredOn }: v.InferOutput<typeof Retirement>,
): Promise<Product> {
  const { retiredOn: _, ...product } = await loaded(changing, id, version)
  const after = retiredOn === null ? product : { ...product, retiredOn }
  await changing.stores.products.saveAll([after])
  return after
}

/** Sets the stage by hand until a day, or lets the rule speak again. What was set before is kept. */
export async function setStage(
  changing: Changing,
  id: string,
  { version, override, by, at }: v.InferOutput<typeof StageWish> & { by: string; at: string },
): Promise<Product> {
  const product = await loaded(changing, id, version)
  const { today } = changing.state
  if (override && override.until < today)
    throw invalidInput('stage.until-past', 'The last day must not be past.', [
      { path: 'override.until', message: 'Choose today or a later day.' },
    ])
  const past = product.overrides ?? []
  // What still holds ends yesterday.
  const ended = past.map((one) => (one.until >= today ? { ...one, until: addDays(today, -1) } : one))
  const overrides = [...ended, ...(override ? [{ ...override, by, at }] : [])].slice(-MOST_OVERRIDES)
  await changing.stores.products.saveAll([{ ...product, overrides }])
  return product
}

/** Adds a charge. The one from the catalogue file becomes a kept one first, so that its history stays. */
export async function addCharge(
  changing: Changing,
  id: string,
  { version, ...wish }: v.InferOutput<typeof ChargeWish>,
): Promise<Product> {
  const product = await loaded(changing, id, version)
  const { products } = changing.stores
  const kept = await products.charges(id)
  const imported = kept.length === 0 ? chargesOf(product, []) : []
  if (wish.to !== null && wish.to < wish.from)
    throw invalidInput('charge.ends-before', 'A charge cannot end before it begins.', [
      { path: 'to', message: 'On or after the first day.' },
    ])
  const { to, ...open } = wish
  const charge: Charge = to === null ? open : { ...open, to }
  await products.saveWithCharges(product, { put: [...imported, charge] })
  return product
}

/** Ends a charge on a day. */
export async function endCharge(
  changing: Changing,
  { id, kind, from }: { id: string; kind: Charge['kind']; from: string },
  { version, to }: v.InferOutput<typeof ChargeEnd>,
): Promise<Product> {
  const product = await loaded(changing, id, version)
  const { products } = changing.stores
  const charges = chargesOf(product, await products.charges(id))
  const charge = charges.find((one) => one.kind === kind && one.from === from)
  if (!charge) throw new DomainError('not-found', 'charge.not-found', 'There is no such charge.')
  if (to < from)
    throw invalidInput('charge.ends-before', 'A charge cannot end before it begins.', [
      { path: 'to', message: 'On or after the first day.' },
    ])
  await products.saveWithCharges(product, { put: [{ ...charge, to }], remove: [charge] })
  return product
}

/** Deletes a product nobody holds and nobody ever bought. Anything else is retired instead. */
export async function deleteProduct(changing: Changing, id: string, version: number): Promise<void> {
  const { stores, state } = changing
  const product = await loaded(changing, id, version)
  if (id === NO_PRODUCT)
    throw new DomainError('conflict', 'product.needed', 'Lines that name no product are counted under it.')
  const sums = state.head?.products.find((one) => one.id === id) ?? noSums(id)
  const holders = standing(sums, 'holders')
  if (holders > 0)
    throw new DomainError(
      'conflict',
      'product.has-holders',
      `${holders} ${holders === 1 ? 'client holds' : 'clients hold'} this product. Retire it instead: it then keeps its history.`,
      { details: { holders } },
    )
  if (sums.months.length > 0 || sums.stand.length > 0 || (await stores.products.hasFlows(id)))
    throw new DomainError(
      'conflict',
      'product.has-history',
      'Clients have held or bought this product. Retire it instead: it then keeps its history.',
    )
  if (!state.head || (state.run?.changedClients ?? 1) > 0)
    throw new DomainError(
      'conflict',
      'product.unverified',
      'Clients have changed since the last run, so nobody knows whether one of them holds it. Start a run, then delete.',
    )
  await stores.products.remove(product)
}

async function loaded({ stores }: Changing, id: string, version: number): Promise<Product> {
  const product = await stores.products.load(id)
  if (!product) throw productNotFound(id)
  return { ...product, version }
}
