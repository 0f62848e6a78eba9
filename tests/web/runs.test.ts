import { describe, expect, test } from 'vitest'
import { shownSteps } from '../../web/src/features/runs/run-words.ts'
import { modelTitle } from '../../web/src/lib/model-title.ts'

type State = 'waiting' | 'running' | 'done' | 'failed'

function statesOf(status: 'running' | 'failed', states: readonly State[]): State[] {
  const steps = states.map((state, index) => ({ name: `s${index}`, does: '', state, done: 0, total: null }))
  return shownSteps({ status, steps }).map(({ state }) => state)
}

describe('the steps of a run', () => {
  test('show the next step at work before it has reported anything', () => {
    expect(statesOf('running', ['done', 'waiting', 'waiting'])).toEqual(['done', 'running', 'waiting'])
  })

  test('are left as they are when one reports, or when the run has ended', () => {
    expect(statesOf('running', ['done', 'running', 'waiting'])).toEqual(['done', 'running', 'waiting'])
    expect(statesOf('failed', ['done', 'failed', 'waiting'])).toEqual(['done', 'failed', 'waiting'])
  })
})

test('models are named as in the literature, unknown ones in words', () => {
  expect(['mbg-nbd', 'hazard-of-loss'].map(modelTitle)).toEqual(['MBG/NBD', 'Hazard of loss'])
})
