import type { RunView } from '#shared/pipeline/run-view.schema'

/** What started a run. */
export const runReasons: Readonly<Record<RunView['reason'], string>> = {
  import: 'An import',
  nightly: 'The schedule',
  'on-demand': 'A person',
  demo: 'The demo',
}

/** Whether the live flows equalled their recount. */
export const reconciliations = {
  equal: { tone: 'pos', title: 'Equal', text: 'The live flows equal their recount from the facts.' },
  different: {
    tone: 'neg',
    title: 'Different',
    text: 'The live flows differ from their recount. An alarm was raised.',
  },
  'not-verified': {
    tone: 'warn',
    title: 'Not verified',
    text: 'Facts kept arriving while the flows were counted again.',
  },
} as const satisfies Record<NonNullable<RunView['reconciliation']>, unknown>

/** Under which version of the settings a run was opened. */
export function settingsWords(version: number): string {
  return version === 0 ? 'under the settings as shipped' : `under version ${version} of the settings`
}

/** The steps with the one at work marked: between its start and its first progress a step still says that it waits. */
export function shownSteps({ steps, status }: Pick<RunView, 'steps' | 'status'>): RunView['steps'] {
  const isQuiet = status === 'running' && !steps.some(({ state }) => state === 'running')
  const next = isQuiet ? steps.find(({ state }) => state === 'waiting') : undefined
  return steps.map((step) => (step === next ? { ...step, state: 'running' } : step))
}
