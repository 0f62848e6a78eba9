import { describe, expect, test } from 'vitest'
import { matched, pageShortcuts, type Shortcut } from '../../web/src/app/shortcuts.ts'

const run = () => {}
const shortcuts: Shortcut[] = [
  { keys: ['g', 'h'], title: 'Go to Home', run },
  { keys: ['g', 'c'], title: 'Go to Clients', run },
  { keys: ['?'], title: 'Help', run },
]

describe('shortcuts', () => {
  test('of two keys wait for the second one; what begins none is nothing', () => {
    expect(matched(['?'], shortcuts)).toMatchObject({ title: 'Help' })
    expect(matched(['g'], shortcuts)).toBe('begun')
    expect(matched(['g', 'c'], shortcuts)).toMatchObject({ title: 'Go to Clients' })
    expect(matched(['g', 'x'], shortcuts)).toBeUndefined()
    expect(matched(['x'], shortcuts)).toBeUndefined()
  })

  test('lead to the pages there are, each by a key of its own', () => {
    const sections = ['landing', 'dashboard', 'clients', 'products', 'reports', 'quality', 'imports', 'runs']
    const pages = sections.map((section) => ({ section, title: section, path: `/${section}` }))
    const found = pageShortcuts(pages, { push: run } as never)

    expect(found).toHaveLength(sections.length)
    expect(new Set(found.map(({ keys }) => keys.join(''))).size).toBe(sections.length)
  })
})
