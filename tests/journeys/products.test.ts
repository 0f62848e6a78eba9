import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, findings, hasSite, openBrowser, openPage, settled, signIn, startDesk } from './desk.ts'

const isReady = chromiumPath !== undefined && hasSite
const why = isReady ? '' : ' (skipped: needs Chromium and a built web app)'

describe.skipIf(!isReady)(`products of the demo${why}`, () => {
  let desk: Awaited<ReturnType<typeof startDesk>>
  let browser: Browser

  beforeAll(async () => {
    desk = await startDesk(['--clients', '300'])
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await desk?.stop()
  })

  test('the catalogue is narrowed, ordered and followed to a product whose figures are explained', async () => {
    const { page, complaints } = await openPage(browser)
    await signIn(page, desk.url, 'viewer')
    await page.goto(`${desk.url}/products`)
    await settled(page)
    expect(await page.locator('[data-testid="add-product"]').count()).toBe(0)

    await page.selectOption('[data-testid="family-filter"]', 'Accounts')
    await page.waitForURL(/family=Accounts/)
    await settled(page)
    expect(await page.locator('[data-testid="product-row"]').count()).toBe(2)
    await page.click('[data-testid="sort-margin"]')
    await page.waitForURL(/sort=margin/)
    await page.getByRole('link', { name: 'Everyday current account' }).click()
    await page.waitForURL(/\/product\/P-01/)
    await settled(page)

    expect(await page.locator('[data-figure="Holders lost"]').innerText()).toContain('80% interval')
    expect(await page.locator('[data-testid="rule"]').innerText()).toContain(
      'Growth: the whole 80 % interval',
    )
    expect(await page.locator('[data-testid="slices"]').innerText()).toContain('Revenue')
    expect(complaints).toEqual([])
    await page.context().close()
  })

  test('a steward adds a product, is told of overlapping charges and of holders, and sets a stage by hand', async () => {
    const { page, complaints } = await openPage(browser)
    await signIn(page, desk.url, 'steward')
    await page.goto(`${desk.url}/products`)
    await settled(page)
    await page.click('[data-testid="add-product"]')
    await page.fill('[data-testid="product-id"]', 'travel-card')
    await page.fill('[data-testid="product-name"]', 'Travel card')
    await page.fill('[data-testid="product-cost"]', '-3')
    await page.click('[data-testid="save-product"]')
    await page.getByText('Not below zero.').waitFor()
    await page.fill('[data-testid="product-cost"]', '3')
    await page.click('[data-testid="save-product"]')
    await page.waitForURL(/\/product\/travel-card/)
    await settled(page)

    await page.goto(`${desk.url}/product/P-01`)
    await settled(page)
    await page.click('[data-testid="add-charge"]')
    await page.fill('[data-testid="charge-amount"]', '5.90')
    await page.fill('[data-testid="charge-from"]', '2026-01-01')
    await page.click('[data-testid="save-charge"]')
    await page.locator('[data-testid="charge-problem"]').waitFor()
    expect(await page.locator('[data-testid="charge-problem"]').innerText()).toContain(
      'A charge of this kind holds from',
    )
    await page.click('[data-testid="delete-product"]')
    await page.locator('[data-testid="removal-problem"]').waitFor()
    expect(await page.locator('[data-testid="removal-problem"]').innerText()).toContain('Retire it instead')

    await page.click('[data-testid="set-stage"]')
    await page.selectOption('[data-testid="stage"]', 'decline')
    await page.fill('[data-testid="stage-until"]', '2099-12-31')
    await page.fill('[data-testid="stage-reason"]', 'Replaced next spring.')
    await page.click('[data-testid="save-stage"]')
    await page.getByText('Replaced next spring.').waitFor()
    expect(complaints).toEqual([])
    await page.context().close()
  })

  test.each(['light', 'dark'] as const)('axe finds nothing on the pages of products, %s', async (scheme) => {
    for (const width of [1440, 390]) {
      const { page, complaints } = await openPage(browser, { scheme, width })
      await signIn(page, desk.url, 'steward')
      for (const path of ['/products', '/product/P-13', '/family/Travel', '/products/bundles']) {
        await page.goto(`${desk.url}${path}`)
        await settled(page)
        expect({ path, width, findings: await findings(page) }).toEqual({ path, width, findings: [] })
      }
      expect(complaints).toEqual([])
      await page.context().close()
    }
  })
})
