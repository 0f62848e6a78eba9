import * as v from 'valibot'
import {
  NewRun,
  PredictionsPage,
  PredictionsQuery,
  RunsPage,
  RunView,
} from '#shared/pipeline/run-view.schema'
import { runView } from '#shared/pipeline/run-view'
import { ReportCardView } from '#shared/pipeline/report-card-view.schema'
import { cardNotFound, type Run, runNotFound } from '#shared/pipeline/run'
import { requireRight } from '#functions/http/actor'
import type { Cursors } from '#functions/http/cursor'
import type { HttpDeps } from '#functions/http/env'
import { describe } from '#functions/http/openapi'
import { createSection } from '#functions/http/section'
import { validate } from '#functions/http/validate'
import type { RunsStore } from '#functions/store/runs.store'
import { type PredictionStores, readPredictions } from './read-predictions.ts'

const RunParams = v.strictObject({ id: v.pipe(v.string(), v.maxLength(128)) })
const RunsQuery = v.strictObject({ cursor: v.optional(v.pipe(v.string(), v.maxLength(4096))) })
const RUNS_PER_PAGE = 20

const startDescribed = describe({
  summary: 'Starts a valuation',
  answer: v.object({ id: v.string() }),
  status: 202,
  right: 'run',
  audit: 'run.started',
})

/** What the section needs. */
export interface RunsDeps {
  readonly http: HttpDeps
  readonly runs: Pick<RunsStore, 'load' | 'loadCard' | 'page' | 'current'>
  readonly cursors: Cursors
  readonly stores: PredictionStores
  /** Writes the run and starts its job. */
  readonly startRun: (wish: NewRun) => Promise<Run>
}

/** Valuations: start one, watch one, list them. */
export function runsRoutes({ http, runs, cursors, stores, startRun }: RunsDeps) {
  return createSection(http)
    .get(
      '/api/runs',
      describe({ summary: 'Lists the newest runs', answer: RunsPage, right: 'figures' }),
      requireRight('figures'),
      validate('query', RunsQuery),
      async (c) => {
        const { cursor } = c.req.valid('query')
        const after = cursor === undefined ? undefined : cursors.open('runs', cursor, v.string())
        const [{ runs: found, next }, { runId }] = await Promise.all([
          runs.page(RUNS_PER_PAGE, after),
          runs.current(),
        ])
        return c.json({
          items: found.map((run) => runView(run, { currentId: runId })),
          next: next === undefined ? null : cursors.sign('runs', next),
        })
      },
    )
    .post('/api/runs', startDescribed, requireRight('run'), validate('json', NewRun), async (c) => {
      const { id } = await startRun(c.req.valid('json'))
      c.set('auditSubject', { kind: 'run', id })
      return c.json({ id }, 202)
    })
    .get(
      '/api/runs/:id',
      describe({ summary: 'Says how far a run is and what it found', answer: RunView, right: 'figures' }),
      requireRight('figures'),
      validate('param', RunParams),
      async (c) => {
        const { id } = c.req.valid('param')
        const [run, { runId }] = await Promise.all([runs.load(id), runs.current()])
        if (!run) throw runNotFound(id)
        return c.json(runView(run, { currentId: runId }))
      },
    )
    .get(
      '/api/runs/:id/card',
      describe({
        summary: "Says how a run's models did on days they had not seen",
        answer: ReportCardView,
        right: 'figures',
      }),
      requireRight('figures'),
      validate('param', RunParams),
      async (c) => {
        const { id } = c.req.valid('param')
        const card = await runs.loadCard(id)
        if (!card) throw (await runs.load(id)) ? cardNotFound(id) : runNotFound(id)
        return c.json(card)
      },
    )
    .get(
      '/api/runs/:id/clients',
      describe({
        summary: 'Says what a run predicts, client by client',
        answer: PredictionsPage,
        right: 'export',
      }),
      requireRight('export'),
      validate('param', RunParams),
      validate('query', PredictionsQuery),
      async (c) => {
        const { id: runId } = c.req.valid('param')
        return c.json(await readPredictions({ stores, cursors, runId }, c.req.valid('query')))
      },
    )
}
/** The routes, for typed callers. */
export type RunsRoutes = ReturnType<typeof runsRoutes>
