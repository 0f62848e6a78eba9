/** The correction each rule proposes for its failing rows, where one follows from the data. */
import type { ClientWithFacts } from '#shared/client/client'
import { isOwnAction, type OrderLine } from '#shared/client/facts'
import { ordersOf } from '#shared/client/purchase-days'
import { corrected, type Correction } from './correction.ts'
import { type FailingKind, withFacts, withoutRows } from './affected.ts'
import { lineId } from './rows.ts'

/** What a proposal may look at beside the client. */
export interface ProposalWorld {
  /** Misspelled channels and what they mean. */
  readonly spellings: Readonly<Record<string, string>>
}

interface Failing {
  readonly kind: FailingKind
  readonly subjects: ReadonlySet<string>
}

type Proposal = (
  aggregate: ClientWithFacts,
  failing: Failing,
  world: ProposalWorld,
) => ClientWithFacts | undefined

const set =
  (correction: (aggregate: ClientWithFacts, world: ProposalWorld) => Correction | undefined): Proposal =>
  (aggregate, failing, world) => {
    const wish = correction(aggregate, world)
    return wish && corrected(aggregate, failing, wish)
  }
const remove = set(() => ({ kind: 'remove' }))
const clear = (field: string) => set(() => ({ kind: 'set', field, value: null }))

const suffixes: Readonly<Record<string, string>> = {
  cmo: 'com',
  con: 'com',
  ocm: 'com',
  comm: 'com',
  vom: 'com',
  xom: 'com',
  ogr: 'org',
  orgg: 'org',
  ner: 'net',
  nte: 'net',
  neet: 'net',
  eud: 'edu',
  gvo: 'gov',
}
const hosts: Readonly<Record<string, string>> = {
  'gmial.com': 'gmail.com',
  'gmai.com': 'gmail.com',
  'gnail.com': 'gmail.com',
  'hotmial.com': 'hotmail.com',
  'hotmal.com': 'hotmail.com',
  'yaho.com': 'yahoo.com',
  'outlok.com': 'outlook.com',
}

function correctedEmail(email: string): string {
  const at = email.lastIndexOf('@')
  const host = email.slice(at + 1).toLowerCase()
  const known = hosts[host]
  if (known !== undefined) return `${email.slice(0, at + 1)}${known}`
  const dot = email.lastIndexOf('.')
  const suffix = suffixes[email.slice(dot + 1).toLowerCase()]
  return suffix === undefined ? email : `${email.slice(0, dot + 1)}${suffix}`
}

/** The failing lines changed one by one. */
const lines =
  (change: (line: OrderLine) => OrderLine): Proposal =>
  (aggregate, { subjects }) =>
    withFacts(
      aggregate,
      aggregate.facts.map((fact) => {
        if (fact.fact !== 'order' || !fact.lines.some((_, index) => subjects.has(lineId(fact, index))))
          return fact
        return {
          ...fact,
          lines: fact.lines.map((line, index) => (subjects.has(lineId(fact, index)) ? change(line) : line)),
        }
      }),
    )

function agreeing(line: OrderLine): OrderLine {
  const { amountCents, unitPriceCents = 0, quantity = 1 } = line
  const fitting = amountCents / unitPriceCents
  if (unitPriceCents !== 0 && Number.isInteger(fitting)) return { ...line, quantity: fitting }
  return { ...line, amountCents: Math.round(quantity * unitPriceCents) }
}

const turned = (line: OrderLine): OrderLine => ({
  ...line,
  kind: line.kind === 'refund' ? 'purchase' : line.kind,
  amountCents: Math.abs(line.amountCents),
  unitPriceCents: Math.abs(line.unitPriceCents ?? 0),
})

const firstDay = ({ client, facts }: ClientWithFacts): string | undefined => {
  const days = facts.flatMap((fact) =>
    fact.fact === 'order' ? [fact.day] : fact.fact === 'holding' ? [fact.openedOn] : [],
  )
  return [...days, client.profile.joinedOn ?? '9999-12-31'].sort()[0]
}

const earlierJoining: Proposal = (aggregate) => {
  const joinedOn = firstDay(aggregate)
  if (joinedOn === undefined) return undefined
  const { client } = aggregate
  return { ...aggregate, client: { ...client, profile: { ...client.profile, joinedOn } } }
}

/** All but the first of equal bookings, in the order of their ids. */
const oneBooking: Proposal = (aggregate, { subjects }) => {
  const seen = new Set<string>()
  const surplus = ordersOf(aggregate.facts)
    .filter(({ id }) => subjects.has(id))
    .sort((a, b) => (a.id < b.id ? 1 : -1))
    .filter(({ day, lines: of }) => {
      const signature = `${day}|${of
        .filter(isOwnAction)
        .map((line) => `${line.productId}|${line.amountCents}`)
        .sort()
        .join('|')}`
      if (seen.has(signature)) return true
      seen.add(signature)
      return false
    })
  return withoutRows(aggregate, 'order', new Set(surplus.map(({ id }) => id)))
}

const closeHoldings: Proposal = (aggregate, failing) => {
  const { closedOn } = aggregate.client.profile
  return closedOn === undefined
    ? undefined
    : corrected(aggregate, failing, { kind: 'set', field: 'closedOn', value: closedOn })
}

const openWithClient: Proposal = (aggregate, failing) => {
  const { joinedOn } = aggregate.client.profile
  return joinedOn === undefined
    ? undefined
    : corrected(aggregate, failing, { kind: 'set', field: 'openedOn', value: joinedOn })
}

/** What each rule proposes, in words and as a function. */
export const proposals: Readonly<Record<string, { readonly says: string; readonly of: Proposal }>> = {
  'client-email-misspelled': {
    says: 'Spell the domain as it is usually spelled.',
    of: set(({ client }) => ({
      kind: 'set',
      field: 'email',
      value: correctedEmail(client.profile.email ?? ''),
    })),
  },
  'client-channel-misspelled': {
    says: 'Use the channel that was meant.',
    of: set(({ client }, { spellings }) => {
      const meant = spellings[client.profile.channel?.trim().toLowerCase() ?? '']
      return meant === undefined ? undefined : { kind: 'set', field: 'channel', value: meant }
    }),
  },
  'client-birth-implausible': { says: 'Clear the birth date: nobody knows it.', of: clear('birthDate') },
  'client-born-after-joining': { says: 'Clear the birth date: nobody knows it.', of: clear('birthDate') },
  'client-closed-without-day': {
    says: 'Close on the day of the last own activity.',
    of: set(({ client }) => {
      const day = client.summary.lastOwnDay ?? client.profile.joinedOn
      return day === undefined ? undefined : { kind: 'set', field: 'closedOn', value: day }
    }),
  },
  'client-closing-day-without-status': {
    says: 'Declare the client closed.',
    of: set(() => ({ kind: 'set', field: 'status', value: 'closed' })),
  },
  'transaction-amount-zero': { says: 'Remove purchases of nothing.', of: remove },
  'transaction-price-negative': { says: 'Turn the sign: a purchase, not a refund.', of: lines(turned) },
  'transaction-amount-mismatch': {
    says: 'Let the quantity follow from amount and price.',
    of: lines(agreeing),
  },
  'transaction-booked-twice': { says: 'Keep one of the bookings, remove the others.', of: oneBooking },
  'transaction-before-joining': { says: 'Move joining to the first day known.', of: earlierJoining },
  'transaction-after-closing': { says: 'Remove what was booked after closing.', of: remove },
  'transaction-refund-first': { says: 'Remove the refund of nothing.', of: remove },
  'holding-before-joining': { says: 'Open the holding on the day of joining.', of: openWithClient },
  'holding-open-after-closing': { says: 'Close the holding with its client.', of: closeHoldings },
  'engagement-days-impossible': { says: 'Clear the count of active days.', of: clear('activeDays') },
}

/** The client as its rule proposes it; undefined where nothing follows from the data. */
export function proposed(
  rule: string,
  aggregate: ClientWithFacts,
  { failing, world }: { failing: Failing; world: ProposalWorld },
): ClientWithFacts | undefined {
  return proposals[rule]?.of(aggregate, failing, world)
}
