// @vitest-environment node
import { describe, expect, test } from 'vitest'
import type { HoldoutCard, LossCard } from '#shared/pipeline/report-card-view.schema'
import {
  comparedRows,
  frequencyChart,
  groupsChart,
  lossChart,
  trackingChart,
} from '../../web/src/features/runs/card-charts.ts'
import { histogramChart, originsChart, recencyChart } from '../../web/src/features/runs/card-more-charts.ts'
import { guessTitle, withModels } from '../../web/src/features/runs/card-words.ts'
import { comparedOption } from '../../web/src/features/runs/compared.option.ts'
import { light } from '../../web/src/ui/tokens.ts'

const week = (until: string, isHeldOut: boolean, expected: number, actual: number) => ({
  until,
  isHeldOut,
  actual,
  expected,
  actualSoFar: actual,
  expectedSoFar: expected,
})
const origin = (until: string, predicted: number, actual: number) => ({
  until,
  days: 91,
  clients: 3,
  predicted,
  actual,
  low80: predicted - 10,
  high80: predicted + 10,
  wideLow80: predicted - 25,
  wideHigh80: predicted + 25,
})
const card: HoldoutCard = {
  until: '2026-01-10',
  days: 60,
  clients: 3,
  share: 1,
  model: 'mbg-nbd',
  reason: '',
  errors: [],
  tracking: {
    periodDays: 7,
    rows: [
      week('2026-01-10', false, 5.25, 6),
      week('2026-01-17', true, 4, 3),
      week('2026-01-24', true, 3.5, 5),
    ],
    error: 0.1,
  },
  byFrequency: [
    { frequency: 0, clients: 2, predicted: 0.126, actual: 0 },
    { frequency: 7, clients: 1, predicted: 4, actual: 5 },
  ],
  byRecency: [
    { from: 0, upTo: 9, clients: 2, predicted: 2, actual: 3 },
    { from: 12, upTo: 80, clients: 1, predicted: 0.5, actual: 0 },
  ],
  histogram: [
    { frequency: 0, expected: 1.6, actual: 2 },
    { frequency: 7, expected: 1.4, actual: 1 },
  ],
  groups: { unit: 'cents', rows: [{ clients: 3, predicted: 12_345, actual: 10_000 }] },
  gains: [],
  active: { rows: [], error: 0, brier: 0, auc: null },
  coverage: {
    clients: 3,
    inside80: 1,
    inside95: 1,
    uniform80: 1,
    calibrated80: { until: '2025-06-30', share: 0.81 },
    modelError: 0.12,
    origins: [origin('2025-06-30', 100, 140), origin('2025-09-29', 120, 118)],
    total: { actual: 5, low80: 4, high80: 6, low95: 3, high95: 7 },
  },
}
const loss: LossCard = {
  from: '2025-09',
  to: '2026-02',
  clientMonths: 40,
  predicted: 1.26,
  actual: 2,
  rows: [
    { clients: 20, said: 0.01, happened: 0 },
    { clients: 20, said: 0.053, happened: 0.1 },
  ],
  error: 0.0285,
  auc: null,
}

interface Drawn {
  readonly series: readonly { id: string; type: string; data: number[]; markLine?: { data: unknown } }[]
}

describe('the charts of a report card', () => {
  test('show quarter after quarter with the widened interval, and count those inside', () => {
    const chart = originsChart(card)
    const { series } = comparedOption(chart, light) as unknown as Drawn

    expect(chart.sentence).toContain('1 of 2 quarters lay inside the 80% interval as simulated')
    expect(chart.sentence).toContain('1 of 2 inside the widened one')
    expect(series.find(({ id }) => id === 'interval-low')?.data).toEqual([75, 95])
    expect(series.find(({ id }) => id === 'interval')?.data).toEqual([50, 50])
    expect(comparedRows(chart).rawHeader).toContain('widened high 80 %')
    expect(comparedRows(chart).raw[0]).toEqual(['2025-06-30', 100, 140, 3, 90, 110, 75, 125])
  })

  test('name groups by the days since the last purchase, and frequencies up to seven or more', () => {
    expect(recencyChart(card).rows.map(({ title }) => title)).toEqual(['0 to 9 days', '12 to 80 days'])
    expect(histogramChart(card).rows.map(({ title, predicted }) => [title, predicted])).toEqual([
      ['none', 1.6],
      ['7 or more', 1.4],
    ])
  })

  test('mark where the model had to predict, and draw both lines over time', () => {
    const { series } = comparedOption(trackingChart(card), light) as unknown as Drawn

    expect(series.map(({ id, type, data }) => [id, type, data])).toEqual([
      ['predicted', 'line', [5.25, 4, 3.5]],
      ['actual', 'line', [6, 3, 5]],
    ])
    expect(series[0]?.markLine?.data).toEqual([{ xAxis: '2026-01-17' }])
    expect(trackingChart(card).sentence).toContain('predicted 8 and 8 happened')
  })

  test('have a table with the same numbers in words', () => {
    expect(comparedRows(frequencyChart(card))).toMatchObject({
      shown: [
        { name: 'none', size: '2', predicted: '0.13', actual: '0' },
        { name: '7 or more', size: '1', predicted: '4', actual: '5' },
      ],
      rawHeader: ['repeat purchases before', 'predicted', 'happened', 'clients'],
      raw: [
        ['0', 0.126, 0, 2],
        ['7+', 4, 5, 1],
      ],
    })
    expect(comparedRows(groupsChart(card, 'EUR')).shown[0]).toMatchObject({
      predicted: '€123.45',
      actual: '€100',
    })
    expect(comparedRows(trackingChart(card)).columns.map(({ name }) => name)).toEqual([
      'name',
      'predicted',
      'actual',
    ])
  })

  test('say how close the loss model came', () => {
    expect(lossChart(loss).sentence).toBe(
      'Chance of leaving within a month in ten groups: on average 2.85% apart; 1.3 losses predicted, 2 happened.',
    )
    expect(comparedRows(lossChart(loss)).shown[1]).toEqual({
      name: '2 (highest)',
      size: '20',
      predicted: '5.30%',
      actual: '10.00%',
    })
  })
})

test('models and guesses are named in words', () => {
  expect(withModels('Of 2 models, mbg-nbd beats bg-nbd.')).toBe('Of 2 models, MBG/NBD beats BG/NBD.')
  expect(['zero', 'last-period', 'bg-nbd'].map((name) => guessTitle(name, 60))).toEqual([
    'Nobody buys again',
    'Everybody buys as in the 60 days before',
    'BG/NBD',
  ])
})
