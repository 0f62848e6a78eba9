import { describe, expect, test } from 'vitest'
import { changesBetween } from '#shared/landing/changes'
import type { WorkItem } from '#shared/landing/landing-view.schema'
import { visited } from '#shared/landing/visit'
import { ranked } from '#shared/landing/work-list'

const work = (id: string, rest: Partial<WorkItem> = {}): WorkItem => ({
  id,
  kind: 'client',
  title: id,
  text: '',
  path: '/',
  urgency: 'value',
  valueCents: null,
  dueOn: null,
  owner: null,
  ...rest,
})

describe('the work list', () => {
  test('puts what failed or is overdue first, then what is worth most, then what is due next', () => {
    const items = [
      work('due late', { urgency: 'later', dueOn: '2026-12-01' }),
      work('worth 5', { valueCents: 5_00 }),
      work('failed', { urgency: 'now' }),
      work('due soon', { urgency: 'later', dueOn: '2026-11-25' }),
      work('worth 90', { valueCents: 90_00 }),
      work('overdue and worth 7', { urgency: 'now', valueCents: 7_00 }),
    ]

    expect(ranked(items).map(({ id }) => id)).toEqual([
      'overdue and worth 7',
      'failed',
      'worth 90',
      'worth 5',
      'due soon',
      'due late',
    ])
  })

  test('has one order, however it was gathered', () => {
    const items = ['b', 'a', 'c'].map((id) => work(id, { valueCents: 1_00 }))

    expect(ranked(items)).toEqual(ranked(items.toReversed()))
  })
})

describe('a visit', () => {
  const then = { clients: 100 }
  const first = visited(undefined, '2026-11-22T08:00:00.000Z', then)

  test('is kept when it begins, and at most every ten minutes while it goes on', () => {
    expect(first).toEqual({ seenAt: '2026-11-22T08:00:00.000Z', figures: then })
    expect(visited(first, '2026-11-22T08:09:00.000Z', { clients: 101 })).toBeUndefined()
    expect(visited(first, '2026-11-22T08:10:00.000Z', { clients: 101 })).toEqual({
      seenAt: '2026-11-22T08:10:00.000Z',
      figures: { clients: 101 },
    })
  })

  test('after four hours away is a new one, which knows the last figures of the one before', () => {
    expect(visited(first, '2026-11-22T12:00:00.000Z', { clients: 120 })).toEqual({
      seenAt: '2026-11-22T12:00:00.000Z',
      figures: { clients: 120 },
      before: { at: '2026-11-22T08:00:00.000Z', figures: then },
    })
  })
})

describe('what changed since a visit', () => {
  test('names the figures that are others now, from what to what, and nothing that was not known both times', () => {
    const changes = changesBetween(
      { clients: 100, retention: 0.9, churn: 0.1, issues: 4 },
      { clients: 103, retention: 0.9, churn: 0.11, 'average-clv': 5_00 },
    )

    expect(changes.map(({ name, from, to }) => [name, from, to])).toEqual([
      ['clients', 100, 103],
      ['churn', 0.1, 0.11],
    ])
  })
})
