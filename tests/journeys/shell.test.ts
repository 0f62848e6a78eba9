import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, findings, hasSite, openBrowser, openPage, settled, signIn, startDesk } from './desk.ts'

const isReady = chromiumPath !== undefined && hasSite
const why = isReady ? '' : ' (skipped: needs Chromium and a built web app)'

/** Every page of the navigation, so that a new section is looked at too. */
const navigation = (page: Page) =>
  page.$$eval('nav[aria-label="Main"] a', (links) => links.map((link) => link.getAttribute('href') ?? ''))
const title = (page: Page) => page.textContent('h1')
const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute('data-testid') ?? document.activeElement?.tagName)

describe.skipIf(!isReady)(`the first page and the shell${why}`, () => {
  let desk: Awaited<ReturnType<typeof startDesk>>
  let browser: Browser

  beforeAll(async () => {
    desk = await startDesk(['--clients', '120'])
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await desk?.stop()
  })

  test('the first page has live figures, and each point of its sections leads to a page that is there', async () => {
    const { page, complaints } = await openPage(browser)
    await signIn(page, desk.url)
    await settled(page)

    const values = await page.$$eval('[data-testid="card-value"]', (all) =>
      all.map((one) => one.textContent ?? ''),
    )
    expect(values.slice(0, 2).every((value) => /\d/.test(value))).toBe(true)
    const points = await page.$$eval('[data-testid="card-point"]', (all) =>
      all.map((one) => one.getAttribute('href') ?? ''),
    )
    expect(points.length).toBeGreaterThanOrEqual(6)
    for (const path of [...new Set(points)]) {
      await page.goto(`${desk.url}${path}`)
      await settled(page)
      expect([path, await title(page)]).not.toEqual([path, 'Page not found'])
    }
    expect(complaints).toEqual([])
    await page.context().close()
  })

  test('by keyboard alone: skip link, search, a page by two keys, help, pin, density, sign out', async () => {
    const { page, complaints } = await openPage(browser)
    await signIn(page, desk.url)
    await settled(page)

    await page.reload()
    await settled(page)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main')

    await page.keyboard.press('Control+k')
    await page.waitForSelector('[data-testid="palette-input"]')
    await page.keyboard.type('clie')
    await page.waitForTimeout(150)
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/clients/)
    await settled(page)
    expect(await focused(page)).toBe('H1')

    await page.keyboard.press('m')
    await page.waitForSelector('[data-testid="pin"][aria-pressed="true"]')
    await page.keyboard.press('d')
    expect(await page.evaluate(() => document.documentElement.classList.contains('compact'))).toBe(true)
    await page.keyboard.press('?')
    await page.waitForSelector('[data-testid="shortcuts"]')
    expect(await findings(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.waitForSelector('[data-testid="shortcuts"]', { state: 'detached' })

    await page.keyboard.press('g')
    await page.keyboard.press('h')
    await page.waitForURL(/\/landing/)
    await page.waitForSelector('[data-testid="pinned"]')
    expect(await page.textContent('[data-testid="pinned"]')).toContain('Clients')

    await page.keyboard.press('Control+k')
    await page.waitForSelector('[data-testid="palette-input"]')
    await page.keyboard.type('sign out')
    await page.waitForTimeout(150)
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/login/)
    expect(complaints).toEqual([])
    await page.context().close()
  })

  test('a view of the list is kept, applied again, and gone when deleted', async () => {
    const { page, complaints } = await openPage(browser)
    await signIn(page, desk.url, 'analyst')
    await page.goto(`${desk.url}/clients?sort=name`)
    await settled(page)

    await page.click('[data-testid="views"]')
    await page.fill('[data-testid="view-name"]', 'By name')
    await page.keyboard.press('Enter')
    await page.waitForSelector('[data-testid="apply-view"]')
    expect(await findings(page)).toEqual([])
    await page.goto(`${desk.url}/clients`)
    await settled(page)
    await page.click('[data-testid="views"]')
    await page.click('[data-testid="apply-view"]')
    await page.waitForURL(/sort=name/)

    await page.click('[data-testid="views"]')
    await page.click('[data-testid="delete-view"]')
    await page.click('[data-testid="confirm-delete"]')
    await page.waitForSelector('[data-testid="apply-view"]', { state: 'detached' })
    expect(complaints).toEqual([])
    await page.context().close()
  })

  test('settings refuse what makes no sense, save what does, and say who changed what', async () => {
    const { page, complaints } = await openPage(browser)
    await signIn(page, desk.url)
    await page.goto(`${desk.url}/settings`)
    await settled(page)
    const save = '[data-testid="settings-valuation"] [data-testid="save"]'

    await page.fill('[data-testid="setting-marginRate"]', '140')
    await page.click(save)
    expect(await page.textContent('[data-testid="field-error"]')).toBe('The margin rate is at most 100 %.')
    await page.fill('[data-testid="setting-marginRate"]', '40')
    await page.click(save)
    await page.waitForSelector('[data-testid="settings-history"]')

    expect(await page.textContent('[data-testid="settings-history"]')).toContain('100% → 40%')
    expect(complaints).toEqual([])
    await page.context().close()
  })

  test('offline is said and mended; an address that is not there and a failing page say what to do', async () => {
    const { page, context } = await openPage(browser)
    await signIn(page, desk.url)
    await settled(page)
    await context.setOffline(true)
    await page.waitForSelector('[data-testid="offline"]')
    await context.setOffline(false)
    await page.waitForSelector('[data-testid="offline"]', { state: 'detached' })

    await page.goto(`${desk.url}/no/such/page`)
    await page.waitForSelector('h1')
    expect(await title(page)).toBe('Page not found')

    const body = { status: 500, code: 'internal', requestId: 'req-of-the-test' }
    await page.route('**/api/clients?*', (route) =>
      route.fulfill({ status: 500, body: JSON.stringify(body) }),
    )
    await page.goto(`${desk.url}/clients`)
    await page.waitForSelector('[data-testid="state-error"]', { timeout: 30_000 })
    expect(await page.textContent('[data-testid="request-id"]')).toBe('req-of-the-test')
    await page.context().close()
  })

  const visits = [
    { width: 1440, height: 900, scheme: 'light' },
    { width: 1440, height: 900, scheme: 'dark' },
    { width: 320, height: 700, scheme: 'light' },
  ] as const

  test.each(visits)(
    'on every page axe finds nothing and nothing overflows: $width px, $scheme',
    async (visit) => {
      const { page, complaints } = await openPage(browser, visit)
      await signIn(page, desk.url)
      await settled(page)
      if (visit.width < 1024) await page.click('[data-testid="open-drawer"]')
      const paths = await navigation(page)
      expect(paths.length).toBeGreaterThanOrEqual(6)

      const found: Record<string, unknown> = {}
      for (const path of paths) {
        await page.goto(`${desk.url}${path}`)
        await settled(page)
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
        // At 320 px only the width is looked at: the rules are the same ones as at the others.
        const rules = visit.width < 1024 ? [] : await findings(page)
        const wrong = [...rules, ...(overflow > 0 ? [`overflows by ${overflow} px`] : [])]
        if (wrong.length > 0) found[path] = wrong
      }

      expect(found).toEqual({})
      expect(complaints).toEqual([])
      await page.context().close()
    },
  )
})
