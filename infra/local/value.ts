import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { stringify } from 'csv-stringify'
import * as v from 'valibot'
import { DashboardView } from '#shared/portfolio/dashboard-view.schema'
import {
  type NewRun,
  type Prediction,
  PredictionsPage,
  runModels,
  RunView,
} from '#shared/pipeline/run-view.schema'
import { type Portal, signIn, untilFinal } from './demo/portal.ts'
import { runningDesk } from './desk-folder.ts'

const usage = `npm run value -- [--as-of YYYY-MM-DD] [--model ${runModels.join('|')}] [--horizon-weeks N] [--clients FILE]`
const ADMIN = 'admin@example.com'
const DEMO_PASSWORD = 'perennial-demo-2026'
const DAYS_PER_WEEK = 7

interface Wish {
  readonly run: NewRun
  readonly horizonDays: number
  readonly file?: string
}

function wishOf(args: readonly string[]): Wish {
  const { values } = parseArgs({
    args: [...args],
    options: {
      'as-of': { type: 'string' },
      model: { type: 'string' },
      'horizon-weeks': { type: 'string' },
      clients: { type: 'string' },
    },
  })
  const model = runModels.find((one) => one === values.model)
  if (values.model !== undefined && !model)
    throw new Error(`There is no model "${values.model}". Use one of: ${runModels.join(', ')}.`)
  const weeks = Number(values['horizon-weeks'] ?? '52')
  if (!Number.isInteger(weeks) || weeks < 1) throw new Error(`--horizon-weeks takes a whole number. ${usage}`)
  return {
    run: {
      ...(values['as-of'] === undefined ? {} : { asOf: values['as-of'] }),
      ...(model === undefined ? {} : { model }),
    },
    horizonDays: weeks * DAYS_PER_WEEK,
    ...(values.clients === undefined ? {} : { file: values.clients }),
  }
}

async function valuation(portal: Portal, wish: NewRun): Promise<RunView> {
  const { id } = await portal.post('/api/runs', wish, v.object({ id: v.string() }))
  let step = ''
  const run = await untilFinal(
    async () => {
      const view = await portal.get(`/api/runs/${id}`, RunView)
      if (view.step !== null && view.step !== step) process.stderr.write(`${(step = view.step)}\n`)
      return view
    },
    ({ status }) => status !== 'queued' && status !== 'running',
  )
  if (run.status !== 'published') throw new Error(`The run ended ${run.status}: ${run.error?.message ?? ''}`)
  return run
}

async function* predictions(portal: Portal, path: string): AsyncGenerator<Prediction> {
  let cursor = ''
  do {
    const page = await portal.get(`${path}${cursor === '' ? '' : `&cursor=${cursor}`}`, PredictionsPage)
    yield* page.items
    cursor = page.next ?? ''
  } while (cursor !== '')
}

async function writeClients(portal: Portal, runId: string, { file, horizonDays }: Wish): Promise<void> {
  if (file === undefined) return
  const path = `/api/runs/${runId}/clients?horizonDays=${horizonDays}`
  const money = (cents: number | null) => (cents === null ? null : cents / 100)
  async function* rows() {
    for await (const one of predictions(portal, path))
      yield {
        clientId: one.id,
        x: one.x,
        tx: one.txDays,
        T: one.TDays,
        pAlive: one.chance,
        expectedPurchases: one.expectedPurchases,
        spendPerPurchase: money(one.spendPerPurchaseCents),
        expectedSpend: money(one.expectedSpendCents),
      }
  }
  await pipeline(rows, stringify({ header: true, escape_formulas: true }), createWriteStream(file))
}

/** A fit in the two units people compare: days as the product counts, and weeks as the papers do. */
function fitted(run: RunView, repeats: number) {
  return run.fits.map(({ model, isChosen, params, logLikelihood, converged, diagnosis }) => {
    const isMoney = model === 'gamma-gamma'
    const scaled = ({ alpha, beta, v: scale, ...rest }: Record<string, number>) => ({
      ...rest,
      ...(alpha === undefined ? {} : { alpha: alpha / DAYS_PER_WEEK }),
      ...(beta === undefined ? {} : { beta: beta / DAYS_PER_WEEK }),
      ...(scale === undefined ? {} : { v: scale / 100 }),
    })
    const isTimed = ['bg-nbd', 'mbg-nbd', 'pareto-nbd', 'nbd'].includes(model)
    const inWeeks =
      isTimed && logLikelihood !== null ? logLikelihood + repeats * Math.log(DAYS_PER_WEEK) : null
    return {
      model,
      isChosen,
      converged,
      diagnosis,
      params,
      logLikelihood,
      ...(isTimed ? { inWeeks: { params: scaled(params), logLikelihood: inWeeks } } : {}),
      ...(isMoney ? { inCurrency: { params: scaled(params) } } : {}),
    }
  })
}

async function repeatsOf(portal: Portal, runId: string): Promise<number> {
  let repeats = 0
  for await (const one of predictions(portal, `/api/runs/${runId}/clients?horizonDays=1`)) repeats += one.x
  return repeats
}

async function main(args: readonly string[]): Promise<void> {
  const wish = wishOf(args)
  const url = process.env['PERENNIAL_URL'] ?? runningDesk()?.url
  if (url === undefined) throw new Error('No desk is running. Start one with: npm start')
  const portal = await signIn(url, {
    username: ADMIN,
    password: process.env['DEMO_PASSWORD'] ?? DEMO_PASSWORD,
  })
  const run = await valuation(portal, wish.run)
  await writeClients(portal, run.id, wish)
  const view = await portal.get(`/api/dashboard?run=${run.id}`, DashboardView)
  const answer = {
    run: run.id,
    asOf: run.asOf,
    clients: run.clients,
    reconciliation: run.reconciliation,
    headline: Object.fromEntries(view.kpis.map(({ name, figure }) => [name, figure])),
    fits: fitted(run, await repeatsOf(portal, run.id)),
  }
  process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`)
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
})
