import { mount } from '@vue/test-utils'
import { describe, expect, test } from 'vitest'
import FigureTile from '../../web/src/ui/FigureTile.vue'

const base = { title: 'CLV : CAC', currency: 'USD', definition: 'What it is.' }

describe('a figure on a page', () => {
  test('without a value shows a dash and why', () => {
    const tile = mount(FigureTile, {
      props: { ...base, figure: { value: null, unit: 'ratio', reason: 'Import acquisition spend.' } },
    })

    expect(tile.get('[data-testid=figure-value]').text()).toBe('—')
    expect(tile.get('[data-testid=figure-reason]').text()).toBe('Import acquisition spend.')
  })

  test('names its interval and says its change in words', () => {
    const tile = mount(FigureTile, {
      props: {
        ...base,
        figure: { value: 3.6, unit: 'ratio', low80: 3.3, high80: 3.9 },
        delta: { change: -0.4, unit: 'ratio', against: 'the year before' },
        isUpGood: true,
      },
    })

    expect(tile.text()).toContain('3.3\u2009–\u20093.9× 80% interval')
    expect(tile.get('[data-testid=delta]').text()).toContain('down 0.4× vs. the year before, unfavourable')
  })
})
