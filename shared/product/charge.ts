import type { CivilDay } from '#shared/kernel/day'
import { DomainError } from '#shared/kernel/errors'
import type { Cents } from '#shared/kernel/money'
import type { ChargeKind, Product } from './product.ts'

/** What a product costs its holder, from a day on; until another day where it has ended. Both days count. */
export interface Charge {
  readonly kind: ChargeKind
  readonly amountCents: Cents
  readonly from: CivilDay
  readonly to?: CivilDay
}

/** The charge that overlaps a new one: charges of one kind must follow each other. */
export function overlapping(charges: readonly Charge[], { kind, from, to }: Charge): Charge | undefined {
  return charges.find(
    (known) =>
      known.kind === kind && known.from <= (to ?? '9999-12-31') && from <= (known.to ?? '9999-12-31'),
  )
}

/** What overlaps, said so that one knows what to do. */
export function chargesOverlap(known: Charge): DomainError {
  const until = known.to === undefined ? 'without an end' : `until ${known.to}`
  return new DomainError(
    'invalid',
    'charge.overlaps',
    `A charge of this kind holds from ${known.from} ${until}. End it first, or choose other days.`,
    { details: { issues: [{ path: 'from', message: `Overlaps the charge from ${known.from} ${until}.` }] } },
  )
}

/** Every charge of a product: those kept, else the one its catalogue entry names, valid since its launch. */
export function chargesOf(product: Product, kept: readonly Charge[]): Charge[] {
  if (kept.length > 0)
    return [...kept].sort((left, right) =>
      left.from === right.from ? (left.kind < right.kind ? -1 : 1) : left.from < right.from ? 1 : -1,
    )
  if (product.chargeKind === undefined || product.chargeAmountCents === undefined) return []
  const from = product.launchedOn ?? '1900-01-01'
  return [{ kind: product.chargeKind, amountCents: product.chargeAmountCents, from }]
}

/** The charge of a kind that holds on a day. */
export function chargeOn(charges: readonly Charge[], kind: ChargeKind, day: CivilDay): Charge | undefined {
  return charges.find(
    (charge) => charge.kind === kind && charge.from <= day && day <= (charge.to ?? '9999-12-31'),
  )
}
