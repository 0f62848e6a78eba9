// @vitest-environment node
import { describe, expect, test } from 'vitest'
import { bundleLimits, isBuilt, measureBundle } from '../../web/measure-bundle.ts'

describe.skipIf(!isBuilt())('the built app (skipped without dist/web: run npm run build)', () => {
  test('loads no page with more JavaScript than its budget', () => {
    const { login, ...pages } = measureBundle().jsByPage

    expect(login).toBeLessThanOrEqual(bundleLimits.login)
    for (const [page, size] of Object.entries(pages))
      expect(size, page).toBeLessThanOrEqual(bundleLimits.page)
  })

  test('keeps charts and styles within their budgets', () => {
    const { echarts, css } = measureBundle()

    expect(echarts).toBeLessThanOrEqual(bundleLimits.echarts)
    expect(css).toBeLessThanOrEqual(bundleLimits.css)
  })
})
