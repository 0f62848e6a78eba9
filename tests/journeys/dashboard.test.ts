import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, findings, hasSite, openBrowser, openPage, settled, signIn, startDesk } from './desk.ts'

const isReady = chromiumPath !== undefined && hasSite
const why = isReady ? '' : ' (skipped: needs Chromium and a built web app)'

describe.skipIf(!isReady)(`following the figures of the dashboard${why}`, () => {
  let desk: Awaited<ReturnType<typeof startDesk>>
  let browser: Browser

  beforeAll(async () => {
    desk = await startDesk(['--clients', '200'])
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await desk?.stop()
  })

  test('a figure opens its rows by keyboard, they add up to it, and the link alone opens it again', async () => {
    const { page, complaints } = await openPage(browser)
    await signIn(page, desk.url, 'analyst')
    await page.goto(`${desk.url}/dashboard`)
    await settled(page)
    await page.waitForSelector('[data-testid="charts"]')

    await page.selectOption('[data-testid="filter-channel"]', 'web')
    await page.waitForURL(/channel=web/)
    await settled(page)
    await page.focus('[data-figure="Retention, 12 months"] a[data-testid="figure-value"]')
    await page.keyboard.press('Enter')
    await page.waitForURL(/trace=retention/)
    await page.waitForSelector('[data-testid="trace-sum"]')
    const lines = await page.$$eval('[data-testid="trace-sum"] dd', (all) =>
      all.map((one) => one.textContent),
    )
    expect(lines[0]).toBe(lines[1])
    expect(lines[2]).toBe('0')
    expect(await findings(page)).toEqual([])

    const link = page.url()
    await page.keyboard.press('Escape')
    await page.waitForURL((url) => !url.searchParams.has('trace'))
    await page.goto(link)
    await page.waitForSelector('[data-testid="trace-rows"]')
    expect(await page.textContent('[data-testid="trace-formula"]')).toContain('Active at the start')
    expect(complaints).toEqual([])
    await page.context().close()
  })

  test('a range beside the listed periods is a study: it runs, shows its range, and is there at once the second time', async () => {
    const { page, complaints } = await openPage(browser)
    await signIn(page, desk.url, 'steward')
    await page.goto(`${desk.url}/dashboard`)
    await settled(page)

    const study = async () => {
      await page.click('[data-testid="study"]')
      await page.fill('[data-testid="study-from"]', '2026-02-03')
      await page.fill('[data-testid="study-to"]', '2026-05-20')
      await page.click('[data-testid="study-now"]')
      await page.waitForURL(/run=study-/, { timeout: 60_000 })
      await settled(page)
      return new URL(page.url()).searchParams.get('run')
    }
    const first = await study()
    expect(await page.textContent('h1 + p')).toContain('3 Feb 2026 to 20 May 2026')
    await page.waitForSelector('[data-testid="bridge"]')
    await page.goto(`${desk.url}/dashboard`)
    await settled(page)
    const second = await study()

    expect(second).toBe(first)
    expect(complaints).toEqual([])
    await page.context().close()
  })

  test.each([
    { width: 1440, height: 900, scheme: 'light' },
    { width: 390, height: 844, scheme: 'dark' },
  ] as const)('axe finds nothing on the whole dashboard at $width px, $scheme', async (visit) => {
    const { page, complaints } = await openPage(browser, visit)
    await signIn(page, desk.url, 'viewer')
    await page.goto(`${desk.url}/dashboard?channel=web`)
    await settled(page)
    await page.waitForSelector('[data-testid="charts"]')
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)

    expect(await findings(page)).toEqual([])
    expect(overflow).toBeLessThanOrEqual(0)
    expect(complaints).toEqual([])
    await page.context().close()
  })
})
