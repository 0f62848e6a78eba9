/** A client without the rows that fail: what "without the affected rows" means for each kind of record. */
import type { ClientWithFacts } from '#shared/client/client'
import { summaryOf } from '#shared/client/change'
import type { EngagementMonth, Fact, Order } from '#shared/client/facts'
import { lineId } from './rows.ts'
import type { Rule, SpecialCheck } from './rule.ts'

/** What a failing row of a rule is. `none`: nothing that could be left out. */
export type FailingKind = 'client' | 'line' | 'order' | 'holding' | 'engagement' | 'none'

const kindOfCheck: Readonly<Partial<Record<SpecialCheck, FailingKind>>> = {
  'email-domain': 'client',
  'birth-plausible': 'client',
  'email-unique': 'client',
  'person-unique': 'client',
  'name-near': 'client',
  'channel-spelling': 'client',
  'refund-first': 'order',
  'booked-once': 'order',
  'amount-agrees': 'line',
  'amount-usual': 'line',
  'engagement-days': 'engagement',
}

/** What a failing row of a rule is. */
export function failingKind({ check }: Pick<Rule, 'check'>): FailingKind {
  if (check.kind === 'simple') return check.subject === 'product' ? 'none' : check.subject
  return kindOfCheck[check.name] ?? 'none'
}

/** The facts with a client's summary made anew. */
export function withFacts({ client }: ClientWithFacts, facts: readonly Fact[]): ClientWithFacts {
  return { client: { ...client, summary: summaryOf(facts, client.summary.items) }, facts }
}

/** The client without its failing records; undefined where the client itself fails. */
export function withoutRows(
  aggregate: ClientWithFacts,
  kind: FailingKind,
  subjects: ReadonlySet<string>,
): ClientWithFacts | undefined {
  if (kind === 'client') return undefined
  if (kind === 'none') return aggregate
  return withFacts(
    aggregate,
    aggregate.facts.flatMap((fact): Fact[] => {
      if (fact.fact === 'order' && kind === 'order') return subjects.has(fact.id) ? [] : [fact]
      if (fact.fact === 'order' && kind === 'line') return withoutLines(fact, subjects)
      if (fact.fact === 'holding' && kind === 'holding') return subjects.has(fact.id) ? [] : [fact]
      if (fact.fact === 'engagement' && kind === 'engagement')
        return subjects.has(monthSubject(aggregate.client.id, fact)) ? [] : [fact]
      return [fact]
    }),
  )
}

/** The subject of a month of engagement. */
export function monthSubject(clientId: string, { month }: EngagementMonth): string {
  return `${clientId}/${month}`
}

function withoutLines(order: Order, subjects: ReadonlySet<string>): Order[] {
  const lines = order.lines.filter((_, index) => !subjects.has(lineId(order, index)))
  if (lines.length === order.lines.length) return [order]
  return lines.length === 0 ? [] : [{ ...order, lines }]
}
