import { describe, expect, test } from 'vitest'
import { changeText } from '../../web/src/features/landing/change-text.ts'
import { landingCards, landingLead } from '../../web/src/features/landing/landing-cards.ts'
import { problemWords } from '../../web/src/lib/problem-words.ts'
import type { LandingView } from '#shared/landing/landing-view.schema'

const view: LandingView = {
  currency: 'USD',
  timeZone: 'UTC',
  run: {
    id: 'r',
    asOf: '2026-11-21',
    finishedAt: '2026-11-22T02:00:00.000Z',
    model: 'mbg-nbd',
    changedClients: 1,
    isInProgress: false,
  },
  headline: null,
  live: { month: '2026-11', revenueCents: 1_234_00, orders: 21, buyers: 9, newClients: 7 },
  clients: { total: 302, byStatus: [{ status: 'active', count: 135 }] },
  sections: { products: null, reports: { ready: 2, newest: 5, latest: 'Churn' }, quality: null },
  since: null,
  work: { items: [], total: 3 },
}

describe('the first page', () => {
  test('has the five sections of the product, each with the three things it is for', () => {
    const cards = landingCards(view)

    expect(cards.map(({ title }) => title)).toEqual([
      'Analytics',
      'Clients',
      'Products',
      'Reports',
      'Data quality',
    ])
    for (const { points } of cards) expect(points).toHaveLength(3)
  })

  test('shows a dash with the reason where a run is older than headlines', () => {
    expect(landingCards(view)[0]).toMatchObject({ value: '—', unit: 'after the next run' })
  })

  test('says the state of everything in a sentence', () => {
    expect(landingLead(view)).toBe(
      'Valued as of 21 Nov 2026. 1 client has changed since. 3 things need a look.',
    )
    expect(landingLead({ ...view, run: null })).toBe('Nothing has been valued yet.')
  })

  test('tells a change by what it was and is, shares in points', () => {
    const change = { name: 'churn', title: 'Churn', unit: 'share', isUpGood: false, path: '/' } as const
    const where = { currency: 'USD', since: '2026-11-20T08:00:00.000Z' }

    expect(changeText({ ...change, from: 0.1, to: 0.125 }, where)).toMatchObject({
      now: '12.5%',
      before: 'was 10.0%',
      delta: { unit: 'share' },
    })
    expect(changeText({ ...change, unit: 'day', from: '2026-11-20', to: '2026-11-21' }, where)).toEqual({
      now: '21 Nov 2026',
      before: 'was 20 Nov 2026',
    })
  })
})

describe('a problem in words', () => {
  test('is the house’s own where it has one, else what the answer says, else what the status means', () => {
    expect(problemWords('access.forbidden', 403, 'x')).toContain('Your role does not allow this')
    expect(problemWords('views.too-many', 409, 'You keep 100.')).toBe('You keep 100.')
    expect(problemWords('http.odd', 503, undefined)).toContain('busy')
    expect(problemWords('http.odd', 418, undefined)).toBe('The service did not answer as expected.')
  })
})
