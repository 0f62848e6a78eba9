import { clientNotFound, type ClientWithFacts, type Score } from '#shared/client/client'
import type { DifferenceView, ScoreHistory, ScorePoint } from '#shared/client/score-history.schema'
import { acquiredOn } from '#shared/client/purchase-days'
import { invalidInput } from '#shared/kernel/errors'
import { dayNumber } from '#shared/kernel/day'
import { MICRO } from '#shared/kernel/money'
import { cellOf } from '#shared/portfolio/cell'
import type { Context } from '#shared/portfolio/context'
import { contextOn } from '#shared/portfolio/live'
import { healthOf } from '#shared/portfolio/health-of'
import { scored } from '#shared/portfolio/score'
import { scoreDifference } from '#shared/portfolio/score-difference'
import { timelineOf } from '#shared/portfolio/timeline'
import { compiled } from '#shared/portfolio/valuation'
import type { ClientsStore } from '#functions/store/clients.store'
import type { Published } from '#functions/store/published'
import type { RunsStore } from '#functions/store/runs.store'

/** What the history of a score reads. */
export interface HistoryStores {
  readonly clients: Pick<ClientsStore, 'loadWithFacts' | 'loadScores'>
  readonly runs: Pick<RunsStore, 'current'>
  readonly published: Published
}

const MOST_POINTS = 400

async function asked({ clients, runs, published }: HistoryStores, id: string) {
  const [found, scores, { runId }] = await Promise.all([
    clients.loadWithFacts(id, { isConsistent: false }),
    clients.loadScores(id),
    runs.current(),
  ])
  if (!found) throw clientNotFound(id)
  const context = runId === undefined ? undefined : await published.context(runId)
  return { found, scores, context }
}

/** What runs said of a client, and what today's rules say of the month ends before. */
export async function readHistory(stores: HistoryStores, id: string) {
  const { found, scores, context } = await asked(stores, id)
  const range = context && rangeOf(found, context)
  const view = (): ScoreHistory => ({
    from: range?.from ?? null,
    to: range?.to ?? null,
    points: [
      ...(context && range ? recomputed(found, context, range) : []),
      ...scores.slice(-MOST_POINTS).map(said),
    ],
    said: scores.length,
    marks: marksOf(scores),
  })
  return { parts: [found.client.version, context?.runId ?? ''], view }
}

/** From the day the client was won to the run's day, or to the day of the live score. */
function rangeOf({ client, facts }: ClientWithFacts, context: Context) {
  const from = acquiredOn(client.profile.joinedOn, facts)
  const to = client.live?.runId === context.runId ? client.live.asOf : context.asOf
  return from !== undefined && from <= to ? { from, to } : undefined
}

function said(score: Score): ScorePoint {
  return {
    day: score.asOf,
    source: 'said',
    runId: score.runId,
    health: score.health,
    totalCents: score.totalCents,
    churn: score.churnMicro === null ? null : score.churnMicro / MICRO,
    status: score.status,
  }
}

function recomputed(
  found: ClientWithFacts,
  context: Context,
  range: { from: string; to: string },
): ScorePoint[] {
  const days = [...new Set([...context.monthEnds, context.asOf, range.to])].filter((day) => day >= range.from)
  return days.map((day) => {
    const { score, health } = scoreOnDay(found, context, day)
    return { ...said(score), source: 'recomputed', runId: null, health: health ?? null }
  })
}

function scoreOnDay(found: ClientWithFacts, context: Context, civil: string) {
  const at = compiled(contextOn(context, civil))
  const timeline = timelineOf(found, context)
  const day = dayNumber(civil)
  const cell = cellOf(timeline, day, { context, channel: found.client.channelKey })
  const health = healthOf(timeline, day, at)
  return { score: scored(timeline, day, { at, cell, health }).score, health: health?.score }
}

/** Days on which a score was made under other rules than the one before, and what changed. */
function marksOf(scores: readonly Score[]): ScoreHistory['marks'] {
  return scores.flatMap((score, index) => {
    const [was, is] = [scores[index - 1]?.rules, score.rules]
    if (!was || !is) return []
    const what = [
      ...(was.definitions === is.definitions ? [] : ['definitions']),
      ...(was.settings === is.settings ? [] : [`settings, version ${is.settings}`]),
      ...(was.model === is.model ? [] : [`purchase model, now ${is.model}`]),
    ]
    return what.length === 0 ? [] : [{ day: score.asOf, what: what.join('; ') }]
  })
}

/** What moved a score between two days, and whether what was said then can be said again bit for bit. */
export async function readDifference(
  stores: HistoryStores,
  id: string,
  days: { from: string; to: string },
): Promise<DifferenceView> {
  const { found, scores, context } = await asked(stores, id)
  const range = context && rangeOf(found, context)
  if (!context || !range)
    throw invalidInput('score.no-history', 'There is no score of this client yet: no run has valued it.')
  const issues = (['from', 'to'] as const)
    .filter((name) => days[name] < range.from || days[name] > range.to)
    .map((name) => ({ path: name, message: `A day from ${range.from} to ${range.to}.` }))
  if (issues.length > 0) throw invalidInput('request.invalid', 'Please check what you sent.', issues)
  const replayed = scores.filter(({ asOf }) => asOf === days.from || asOf === days.to)
  return {
    ...scoreDifference(found, context, days),
    replays: await Promise.all(replayed.map((score) => replay(stores, found, score))),
  }
}

async function replay({ published }: HistoryStores, found: ClientWithFacts, score: Score) {
  const context = await published.context(score.runId)
  const about = { day: score.asOf, runId: score.runId }
  if (!context) return { ...about, outcome: 'context-gone' as const }
  const again = scoreOnDay(found, context, score.asOf).score
  const canonical = ({ rules: _rules, ...rest }: Score) => JSON.stringify(Object.entries(rest).sort())
  const isEqual = canonical(again) === canonical(score)
  return { ...about, outcome: isEqual ? ('equal' as const) : ('facts-changed' as const) }
}
