/** Corrections of failing records: what a client is after one. Pure; whoever applies it saves the difference. */
import type { ClientWithFacts, Profile } from '#shared/client/client'
import type { EngagementMonth, Fact, Order, OrderLine } from '#shared/client/facts'
import { statuses } from '#shared/client/facts'
import { isCivilDay } from '#shared/kernel/day'
import { invalidInput } from '#shared/kernel/errors'
import { normalisedId } from '#shared/kernel/ids'
import { type FailingKind, monthSubject, withFacts, withoutRows } from './affected.ts'
import { isEmailAddress } from './predicates.ts'
import { lineId } from './rows.ts'

/** A correction of the failing rows of a client. */
export type Correction =
  | { readonly kind: 'remove' }
  | { readonly kind: 'set'; readonly field: string; readonly value: string | number | null }

/** The fields that may be set, by what fails. */
export const settable: Readonly<Record<FailingKind, readonly string[]>> = {
  client: ['name', 'email', 'phone', 'status', 'joinedOn', 'closedOn', 'channel', 'region', 'birthDate'],
  line: ['amount', 'quantity', 'unitPrice', 'productId', 'kind', 'occurredOn'],
  order: ['occurredOn'],
  holding: ['openedOn', 'closedOn', 'productId'],
  engagement: ['activeDays', 'logins', 'sessions', 'emailsSent', 'emailsOpened'],
  none: [],
}

const wrong = (message: string) => invalidInput('fix.value-invalid', message, [{ path: 'value', message }])

/** The client after a correction of its failing rows. @throws DomainError `fix.value-invalid`, `fix.field-unknown` */
export function corrected(
  aggregate: ClientWithFacts,
  { kind, subjects }: { kind: FailingKind; subjects: ReadonlySet<string> },
  correction: Correction,
): ClientWithFacts {
  if (correction.kind === 'remove') {
    const left = withoutRows(aggregate, kind, subjects)
    if (!left)
      throw invalidInput('fix.client-not-removable', 'A client is not removed here: erase or merge it.')
    return left
  }
  const { field, value } = correction
  if (!settable[kind].includes(field))
    throw invalidInput('fix.field-unknown', `The field "${field}" cannot be set here.`, [
      { path: 'field', message: `One of ${settable[kind].join(', ') || 'none'}.` },
    ])
  if (kind === 'client')
    return {
      ...aggregate,
      client: { ...aggregate.client, profile: profileWith(aggregate.client.profile, field, value) },
    }
  const facts = aggregate.facts.map((fact) =>
    factWith(fact, { kind, subjects, clientId: aggregate.client.id, field, value }),
  )
  return withFacts(aggregate, facts)
}

function profileWith(profile: Profile, field: string, value: string | number | null): Profile {
  const name = field === 'status' ? 'declaredStatus' : field
  if (value === null || value === '') {
    const { [name as keyof Profile]: _cleared, ...rest } = profile
    return { isPlaceholder: profile.isPlaceholder, ...rest }
  }
  const text = String(value).trim()
  if (field === 'email' && !isEmailAddress(text)) throw wrong('This is not an e-mail address.')
  if (field.endsWith('On') || field === 'birthDate') dayOr(text)
  if (field === 'status' && !(statuses as readonly string[]).includes(text))
    throw wrong(`One of ${statuses.join(', ')}.`)
  return { ...profile, [name]: text }
}

function dayOr(text: string): string {
  if (!isCivilDay(text)) throw wrong('Write a real day as YYYY-MM-DD.')
  return text
}

interface Setting {
  readonly kind: FailingKind
  readonly subjects: ReadonlySet<string>
  readonly clientId: string
  readonly field: string
  readonly value: string | number | null
}

function factWith(fact: Fact, { kind, subjects, clientId, field, value }: Setting): Fact {
  if (fact.fact === 'order' && (kind === 'line' || kind === 'order')) {
    const isHit = (index: number) => subjects.has(kind === 'order' ? fact.id : lineId(fact, index))
    if (!fact.lines.some((_, index) => isHit(index))) return fact
    if (field === 'occurredOn') return { ...fact, day: dayOr(String(value)) }
    return {
      ...fact,
      lines: fact.lines.map((line, index) => (isHit(index) ? lineWith(line, field, value) : line)),
    } satisfies Order
  }
  if (fact.fact === 'holding' && kind === 'holding' && subjects.has(fact.id)) {
    if (field === 'closedOn' && (value === null || value === '')) {
      const { closedOn: _open, ...rest } = fact
      return rest
    }
    if (field === 'productId') return { ...fact, productId: idOr(value) }
    return { ...fact, [field]: dayOr(String(value)) }
  }
  if (fact.fact === 'engagement' && kind === 'engagement' && subjects.has(monthSubject(clientId, fact)))
    return monthWith(fact, field, value)
  return fact
}

function lineWith(line: OrderLine, field: string, value: string | number | null): OrderLine {
  switch (field) {
    case 'productId':
      return { ...line, productId: idOr(value) }
    case 'kind':
      if (value !== 'purchase' && value !== 'charge' && value !== 'refund' && value !== 'activity')
        throw wrong('One of purchase, charge, refund, activity.')
      return { ...line, kind: value }
    case 'amount':
      return { ...line, amountCents: integer(value) }
    case 'unitPrice':
      return { ...line, unitPriceCents: integer(value) }
    default:
      return { ...line, quantity: finite(value) }
  }
}

function monthWith(month: EngagementMonth, field: string, value: string | number | null): EngagementMonth {
  const channels = Object.entries(month.channels).map(([name, counts]) => {
    const { [field as 'logins']: held, ...rest } = counts
    if (held === undefined) return [name, counts] as const
    return [name, value === null || value === '' ? rest : { ...rest, [field]: integer(value) }] as const
  })
  return { ...month, channels: Object.fromEntries(channels) }
}

function finite(value: string | number | null): number {
  const number = Number(value)
  if (value === null || value === '' || !Number.isFinite(number)) throw wrong('Write a number.')
  return number
}

function integer(value: string | number | null): number {
  const number = finite(value)
  if (!Number.isSafeInteger(number)) throw wrong('Write a whole number; money in minor units.')
  return number
}

function idOr(value: string | number | null): string {
  const id = normalisedId(String(value ?? ''))
  if (id === undefined) throw wrong('Write the id of a product.')
  return id
}
