/**
 * One timeline of everything that happened with a client, newest first: what it did, what the house did, what people noted,
 * and when its score changed.
 */
import { lastDayOf } from '#shared/kernel/day'
import { assertNever } from '#shared/kernel/errors'
import type { EngagementMonth, Fact, Order } from './facts.ts'
import type { ActivityEntry, ClientAction, ClientNote } from './work.schema.ts'

/** A change of the score, as far as the timeline tells it. */
export interface ScoreChange {
  readonly key: string
  readonly day: string
  readonly text: string
}

/** Everything known of a client. */
export interface Known {
  readonly facts: readonly Fact[]
  readonly notes: readonly ClientNote[]
  readonly actions: readonly ClientAction[]
  readonly scores: readonly ScoreChange[]
}

/** All entries, newest first; entries of one day in the order of their keys, so that the order is total. */
export function activityOf({ facts, notes, actions, scores }: Known): ActivityEntry[] {
  const entries = [
    ...facts.flatMap(factEntries),
    ...notes.map((note) =>
      entry({
        key: `note#${note.id}`,
        kind: 'note',
        day: note.at.slice(0, 10),
        title: 'Note',
        text: note.text,
        by: note.by,
      }),
    ),
    ...actions.flatMap(actionEntries),
    ...scores.map(({ key, day, text }) => entry({ key, kind: 'score', day, title: 'Score changed', text })),
  ]
  return entries.sort((left, right) =>
    left.day === right.day ? (left.key < right.key ? -1 : 1) : left.day < right.day ? 1 : -1,
  )
}

type Given = Pick<ActivityEntry, 'key' | 'kind' | 'day' | 'title'> & Partial<ActivityEntry>

const entry = (given: Given): ActivityEntry => ({
  text: null,
  amountCents: null,
  by: null,
  from: null,
  ...given,
})

function factEntries(fact: Fact): ActivityEntry[] {
  switch (fact.fact) {
    case 'order':
      return orderEntries(fact)
    case 'engagement':
      return [engagementEntry(fact)]
    case 'event':
      return [
        entry({
          key: `event#${fact.id}`,
          kind: 'event',
          day: fact.day,
          title: sentence(fact.kind),
          from: fact.from ?? null,
        }),
      ]
    case 'status':
      return [
        entry({
          key: `status#${fact.day}`,
          kind: 'status',
          day: fact.day,
          title: `Status ${fact.status}`,
          from: fact.from ?? null,
        }),
      ]
    case 'holding': {
      const of = { kind: 'holding' as const, text: fact.productId, from: fact.from ?? null }
      const opened = entry({
        ...of,
        key: `holding#${fact.id}#opened`,
        day: fact.openedOn,
        title: 'Product opened',
      })
      if (fact.closedOn === undefined) return [opened]
      return [
        opened,
        entry({ ...of, key: `holding#${fact.id}#closed`, day: fact.closedOn, title: 'Product closed' }),
      ]
    }
    default:
      return assertNever(fact)
  }
}

const lineTitles = { purchase: 'Purchase', charge: 'Charge', refund: 'Refund', activity: 'Activity (volume)' }

/** One entry for each kind of line of an order. */
function orderEntries(order: Order): ActivityEntry[] {
  const kinds = [...new Set(order.lines.map(({ kind }) => kind))]
  return kinds.map((kind) => {
    const lines = order.lines.filter((line) => line.kind === kind)
    const products = [...new Set(lines.map(({ productId }) => productId))].filter((id) => id !== 'none')
    const more = products.length > 3 ? ` and ${products.length - 3} more` : ''
    return entry({
      key: `order#${order.id}#${kind}`,
      kind,
      day: order.day,
      title: lineTitles[kind],
      text: `${products.slice(0, 3).join(', ')}${more}` || null,
      amountCents: lines.reduce((sum, { amountCents }) => sum + amountCents, 0),
      from: order.from ?? null,
    })
  })
}

function engagementEntry({ month, channels }: EngagementMonth): ActivityEntry {
  const said = Object.entries(channels).map(([channel, { logins, sessions, digitalTransactions }]) => {
    const parts = [
      logins !== undefined && `${logins} logins`,
      sessions !== undefined && `${sessions} sessions`,
      digitalTransactions !== undefined && `${digitalTransactions} transactions`,
    ].filter(Boolean)
    return `${channel}: ${parts.join(', ') || 'active'}`
  })
  return entry({
    key: `engagement#${month}`,
    kind: 'engagement',
    day: lastDayOf(month),
    title: 'Digital engagement of the month',
    text: said.join('; '),
  })
}

function actionEntries(action: ClientAction): ActivityEntry[] {
  const by = action.owner.name
  const assigned = entry({
    key: `action#${action.id}#assigned`,
    kind: 'action',
    day: action.createdAt.slice(0, 10),
    title: `Assigned: ${action.title}`,
    text: action.note,
    by,
  })
  if (action.decidedAt === null) return [assigned]
  return [
    assigned,
    entry({
      key: `action#${action.id}#${action.state}`,
      kind: 'action',
      day: action.decidedAt.slice(0, 10),
      title: `${sentence(action.state)}: ${action.title}`,
      text: action.result,
      by,
    }),
  ]
}

function sentence(word: string): string {
  const text = word.replaceAll('-', ' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}
