import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { after, hoursAfter } from '#shared/quality/history'
import { type Issue, type IssueEvent, resolutionReasons } from '#shared/quality/issue'
import { defaultQualitySettings } from '#shared/quality/quality-settings'
import { shippedRules } from '#shared/quality/shipped-loads'
import { passed, sighted, type Scanning } from '#shared/quality/sighting'
import { isOpen, issueStatuses, movesFrom, workflow } from '#shared/quality/workflow'

const sla = defaultQualitySettings.slaHours
const rule = shippedRules[0]!
const start = '2026-11-22T08:00:00.000Z'
const identity = { rule: rule.id, field: rule.field, source: 'live' }
const scanning = (hour: number): Scanning => ({
  scanId: `scan-${hour}`,
  startedAt: hoursAfter(start, hour),
  at: hoursAfter(start, hour),
  isLight: false,
  sla,
})
const sighting = (count: number) => ({ identity, count, evaluated: 100, clients: count, sample: [] })

/** Anything a person or a scan may try, legal or not. */
const command = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('fail' as const), count: fc.integer({ min: 1, max: 60 }) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('pass' as const) }) },
  fc.record({ do: fc.constant('acknowledged' as const) }),
  fc.record({ do: fc.constant('assigned' as const), to: fc.constantFrom('ann', 'bob') }),
  fc.record({ do: fc.constant('started' as const) }),
  fc.record({ do: fc.constant('resolved' as const), reason: fc.constantFrom(...resolutionReasons) }),
  fc.record({ do: fc.constant('suppressed' as const), hours: fc.integer({ min: -2, max: 9 }) }),
  fc.record({ do: fc.constant('by-hand' as const) }),
  fc.record({ do: fc.constant('commented' as const) }),
  fc.record({ do: fc.constant('merged' as const) }),
)

function eventOf(one: typeof command extends fc.Arbitrary<infer T> ? T : never, hour: number): IssueEvent {
  const base = { at: hoursAfter(start, hour), by: 'ann' }
  switch (one.do) {
    case 'assigned':
      return { ...base, kind: 'assigned', to: one.to }
    case 'resolved':
      return { ...base, kind: 'resolved', reason: one.reason, comment: 'done' }
    case 'suppressed':
      return { ...base, kind: 'suppressed', until: hoursAfter(base.at, one.hours), comment: 'known' }
    case 'by-hand':
      return { ...base, kind: 'reopened', why: 'by-hand' }
    case 'commented':
      return { ...base, kind: 'commented', text: 'see above', mentions: [] }
    case 'merged':
      return { ...base, kind: 'merged', into: 'other' }
    default:
      return { ...base, kind: one.do as 'acknowledged' | 'started' }
  }
}

/** The state a table of moves says, told apart from the code under test: from state and event kind to state. */
const naive: Record<string, Partial<Record<string, string>>> = {
  new: {
    acknowledged: 'acknowledged',
    assigned: 'assigned',
    resolved: 'resolved',
    suppressed: 'suppressed',
    passed: 'resolved',
    merged: 'resolved',
  },
  acknowledged: {
    assigned: 'assigned',
    started: 'in-progress',
    resolved: 'resolved',
    suppressed: 'suppressed',
    passed: 'resolved',
    merged: 'resolved',
  },
  assigned: {
    assigned: 'assigned',
    started: 'in-progress',
    resolved: 'resolved',
    suppressed: 'suppressed',
    passed: 'resolved',
    merged: 'resolved',
  },
  'in-progress': {
    assigned: 'assigned',
    resolved: 'resolved',
    suppressed: 'suppressed',
    passed: 'resolved',
    merged: 'resolved',
  },
  reopened: {
    acknowledged: 'acknowledged',
    assigned: 'assigned',
    started: 'in-progress',
    resolved: 'resolved',
    suppressed: 'suppressed',
    passed: 'resolved',
    merged: 'resolved',
  },
  resolved: { reopened: 'reopened' },
  suppressed: { reopened: 'reopened', passed: 'resolved' },
}

describe('the workflow of an issue', () => {
  test('5,000 random sequences reach no illegal state, keep a complete history and counters equal to a recount', () => {
    let refused = 0
    let reopenings = 0
    fc.assert(
      fc.property(fc.array(command, { maxLength: 30 }), (commands) => {
        const first = sighted(undefined, rule, sighting(3), scanning(0))
        let issue: Issue = first.issue
        const history: IssueEvent[] = [...first.events]
        let state: string = 'new'
        commands.forEach((one, index) => {
          const hour = index + 1
          if (one.do === 'fail' || one.do === 'pass') {
            const seen =
              one.do === 'fail'
                ? sighted(issue, rule, sighting(one.count), scanning(hour))
                : passed(issue, scanning(hour))
            issue = seen.issue
            history.push(...seen.events)
            for (const event of seen.events) state = naive[state]?.[event.kind] ?? state
            return
          }
          const event = eventOf(one, hour)
          const isMove = event.kind !== 'commented'
          const expected = isMove ? naive[state]?.[event.kind] : state
          const isOver = event.kind === 'suppressed' && event.until <= event.at
          if (expected === undefined || isOver) {
            expect(() => after(issue, event, sla)).toThrow()
            refused += 1
            return
          }
          issue = after(issue, event, sla)
          history.push(event)
          state = expected
        })

        expect(issue.status).toBe(state)
        expect(issueStatuses).toContain(issue.status)
        expect(issue.id).toBe(first.issue.id)
        expect(issue.events).toBe(history.length)
        const count = (kind: IssueEvent['kind']) => history.filter((event) => event.kind === kind).length
        expect(issue.timesReopened).toBe(count('reopened'))
        expect(issue.timesResolved).toBe(count('resolved') + count('passed') + count('merged'))
        expect(issue.comments).toBe(count('commented'))
        expect(issue.status === 'resolved').toBe(issue.resolvedAt !== undefined)
        expect(issue.status === 'suppressed').toBe(issue.suppressedUntil !== undefined)
        reopenings += issue.timesReopened
      }),
      { numRuns: 5_000, seed: 9 },
    )
    expect(refused).toBeGreaterThan(1_000)
    expect(reopenings).toBeGreaterThan(1_000)
  })

  test('a person is offered exactly the moves the table allows', () => {
    for (const status of issueStatuses)
      expect(movesFrom(status)).toEqual(
        ['acknowledge', 'assign', 'start', 'resolve', 'suppress', 'reopen', 'merge'].filter(
          (move) => move in workflow[status],
        ),
      )
    expect(issueStatuses.filter(isOpen)).toEqual([
      'new',
      'acknowledged',
      'assigned',
      'in-progress',
      'reopened',
    ])
  })

  test('a false alarm accepted for five rows comes back at the sixth, under the same id', () => {
    const { issue } = sighted(undefined, rule, sighting(5), scanning(0))
    const done = after(
      issue,
      { kind: 'resolved', at: start, by: 'ann', reason: 'false-alarm', comment: 'ok' },
      sla,
    )

    expect(sighted(done, rule, sighting(5), scanning(1)).issue.status).toBe('resolved')
    const back = sighted(done, rule, sighting(6), scanning(2)).issue
    expect([back.status, back.id, back.count]).toEqual(['reopened', issue.id, 6])
  })

  test('a light scan adds what it found without forgetting the count of the full one', () => {
    const { issue } = sighted(undefined, rule, sighting(80), scanning(0))

    const light = sighted(issue, rule, sighting(2), { ...scanning(1), isLight: true })
    const more = sighted(issue, rule, sighting(83), { ...scanning(1), isLight: true })

    expect([light.issue.count, light.issue.recent, light.events]).toEqual([80, 0, []])
    expect([more.issue.count, more.issue.recent]).toEqual([80, 3])
  })
})
