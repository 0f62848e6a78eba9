import { mount } from '@vue/test-utils'
import { describe, expect, test } from 'vitest'
import type { ClientView } from '#shared/client/client-view.schema'
import EngagementCard from '../../web/src/features/clients/EngagementCard.vue'
import ValueCard from '../../web/src/features/clients/ValueCard.vue'

const cents = (value: number) => ({ value, unit: 'cents' as const })
const view = {
  id: 'c1',
  run: { id: 'r', asOf: '2026-03-14', model: 'mbg-nbd' },
  live: null,
  horizonMonths: 24,
  value: { historic: cents(500), predicted: cents(900), total: cents(1400), isOnRevenue: false },
  horizons: [
    { months: 12, predicted: cents(600), total: cents(1100) },
    { months: 24, predicted: cents(900), total: cents(1400) },
  ],
  valueSoFar: [{ day: '2026-03-14', cents: 500 }],
  valueByMonth: [{ month: 1, cents: 60, low80: null, high80: null }],
  backcast: null,
  engagement: { month: '2026-02', segmentMonth: '2026-02', segment: 'champions', rows: [] },
}
const client = view as Partial<ClientView> as ClientView
const global = { stubs: { BaseChart: true } }

describe('the card of a client’s value', () => {
  test('shows the figures of the horizon that is chosen, at first the whole', async () => {
    const card = mount(ValueCard, { props: { client, currency: 'USD' }, global })

    expect(card.text()).toContain('Predicted, 24 months$9')
    await card.get('[data-testid=segment-12]').setValue(true)

    expect(card.text()).toContain('Predicted, 12 months$6')
    expect(card.text()).toContain('Total$11')
  })
})

test('a client of whom no engagement is known has a dash and the reason', () => {
  const card = mount(EngagementCard, { props: { client }, global })

  expect(card.text()).toContain('—No digital engagement of this client has been imported.')
})
