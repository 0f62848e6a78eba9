import { valuation } from './pipeline.ts'
import type { Run } from './run.ts'
import type { RunView } from './run-view.schema.ts'

/** A run as it is shown: its steps in order with how far they are, added over shards. */
export function runView(run: Run, { currentId }: { currentId: string | undefined }): RunView {
  const steps = valuation.steps.map((step) => {
    const entries = Object.entries(run.progress).filter(([name]) => name.split('#')[0] === step.name)
    const states = entries.map(([, progress]) => progress.state)
    const isDone =
      run.status === 'published' || (states.length > 0 && states.every((state) => state === 'done'))
    const done = entries.reduce((sum, [, progress]) => sum + progress.done, 0)
    return {
      name: step.name,
      does: step.does,
      state: isDone ? ('done' as const) : states.length > 0 ? ('running' as const) : ('waiting' as const),
      done,
      total: 'forEach' in step && run.clients > 0 ? run.clients : null,
    }
  })
  const reached = steps.findLast((step) => step.state === 'running')
  const isFailed = run.status === 'failed'
  return {
    id: run.id,
    status: run.status,
    isStudy: run.isStudy,
    isCurrent: run.id === currentId,
    reason: run.reason,
    asOf: run.asOf ?? run.wishedAsOf ?? null,
    startedAt: run.startedAt,
    finishedAt: run.finishedAt ?? null,
    step: reached?.name ?? null,
    steps: steps.map((step) => (isFailed && step === reached ? { ...step, state: 'failed' as const } : step)),
    clients: run.clients,
    // A run older than settings was opened under the shipped ones.
    settingsVersion: (run.settingsVersion as number | undefined) ?? 0,
    error: run.error ?? null,
    fits: run.fits.map((fit) => ({ ...fit, params: { ...fit.params } })),
    reconciliation: run.reconciliation ?? null,
  }
}
