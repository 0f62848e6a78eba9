import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sharedData } from '#tests/harness/shared-data'
import {
  chromiumPath,
  findings,
  hasSite,
  openBrowser,
  openPage,
  PASSWORD,
  settled,
  signIn,
  startDesk,
} from './desk.ts'

const sample = sharedData('cdnow/CDNOW_sample.txt')
const isReady = chromiumPath !== undefined && hasSite && sample !== undefined
const why = isReady ? '' : ' (skipped: needs Chromium, a built web app and the CDNOW sample)'

describe.skipIf(!isReady)(`from a file of purchases to what each client is worth${why}`, () => {
  let desk: Awaited<ReturnType<typeof startDesk>>
  let browser: Browser

  beforeAll(async () => {
    desk = await startDesk(['--empty'])
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await desk?.stop()
  })

  test('a person without a session is sent to sign in, is told of a wrong password, and comes back to the page', async () => {
    const { page, complaints } = await openPage(browser)

    await page.goto(`${desk.url}/clients?sort=name`)
    await page.waitForURL(/\/login\?next=/)
    await page.fill('input[autocomplete="username"]', 'analyst@example.com')
    await page.fill('input[type="password"]', 'not the password')
    await page.keyboard.press('Enter')
    await page.waitForSelector('[data-testid="sign-in-alert"]')
    await page.fill('input[type="password"]', PASSWORD)
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/clients\?sort=name/)

    expect(await page.evaluate(() => document.cookie)).toBe('')
    expect(complaints).toEqual([])
    await page.context().close()
  })

  test('the header-less sample goes in through the browser, and one client shows its value with an interval', async () => {
    const { page, complaints } = await openPage(browser)
    const file = join(desk.data, 'CDNOW_sample.txt')
    writeFileSync(file, readFileSync(sample ?? ''))
    await signIn(page, desk.url)

    await page.goto(`${desk.url}/imports/new`)
    await settled(page)
    await page.setInputFiles('[data-testid="file-input"]', file)
    await page.waitForSelector('[data-testid="mapping"]')
    expect(await page.inputValue('[data-testid="delimiter"]')).toBe('blanks')
    await page.selectOption('[data-testid="map-clientId"]', '2')
    await page.selectOption('[data-testid="map-occurredOn"]', '3')
    await page.selectOption('[data-testid="map-quantity"]', '4')
    await page.selectOption('[data-testid="map-amount"]', '5')
    await page.waitForSelector('[data-testid="preview-row"]')
    expect(await findings(page)).toEqual([])
    await page.click('[data-testid="start-import"]')
    await page.waitForFunction(
      () => document.querySelector('[data-testid="rows-read"]')?.textContent?.includes('6,919'),
      undefined,
      { timeout: 150_000 },
    )
    await page.waitForSelector('[data-testid="to-run"]')
    const counts = (await page.textContent('[data-testid="counts"]')) ?? ''
    expect(counts.replace(/\s+/g, '')).toContain('New6,919+Updated0+Unchanged0+Rejected0=Rowsread6,919')

    await page.click('[data-testid="to-run"]')
    await page.waitForFunction(
      () => document.querySelector('[data-testid="run"]')?.textContent?.includes('Published'),
      undefined,
      { timeout: 150_000 },
    )
    await settled(page)
    expect(await page.textContent('[data-testid="reconciliation"]')).toMatch(/equal/i)

    await page.goto(`${desk.url}/dashboard`)
    await settled(page)
    const figures = await page.$$eval('[data-testid="figure-value"]', (all) =>
      all.map((one) => one.textContent ?? ''),
    )
    expect(figures.length).toBeGreaterThanOrEqual(5)
    expect(figures[0]).toMatch(/\d/)

    await page.goto(`${desk.url}/clients?q=1516`)
    await settled(page)
    await page.click('[data-testid="client-row"] a')
    await page.waitForSelector('[data-testid="client"]')
    await settled(page)
    const client = (await page.textContent('main')) ?? ''
    expect(client).toContain('80% interval')
    expect(client).toContain('Chance still a client')
    expect(complaints).toEqual([])
    await page.context().close()
  })

  const pages = ['/landing', '/dashboard', '/clients', '/client/1516', '/imports', '/imports/new', '/runs']
  const visits = [
    { width: 1440, height: 900, scheme: 'light' },
    { width: 390, height: 844, scheme: 'dark' },
  ] as const

  test.each(visits)('axe finds nothing and nothing overflows at $width px, $scheme', async (visit) => {
    const { page, complaints } = await openPage(browser, visit)
    await signIn(page, desk.url, 'steward')

    await page.goto(`${desk.url}/dashboard`)
    const card = await page.getAttribute('[data-testid="report-card-link"]', 'href')

    const found: Record<string, unknown> = {}
    for (const path of [...pages, card ?? 'no report card']) {
      await page.goto(`${desk.url}${path}`)
      await settled(page)
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      const wrong = [...(await findings(page)), ...(overflow > 0 ? [`overflows by ${overflow} px`] : [])]
      if (wrong.length > 0) found[path] = wrong
    }

    expect(found).toEqual({})
    expect(complaints).toEqual([])
    await page.context().close()
  })

  test('after signing out the back button shows nothing, and a viewer sees no import and no name', async () => {
    const { page } = await openPage(browser)
    await signIn(page, desk.url, 'viewer')
    await page.goto(`${desk.url}/clients`)
    await settled(page)
    expect(await page.$('nav a[href="/imports"]')).toBeNull()
    const refused = await page.evaluate(async () => (await fetch('/api/imports')).status)
    expect(refused).toBe(403)

    await page.click('[data-testid="user-menu"]')
    await page.click('[data-testid="sign-out"]')
    await page.waitForURL(/\/login/)
    await page.goBack()
    await page.waitForURL(/\/login/)

    expect(await page.evaluate(async () => (await fetch('/api/clients')).status)).toBe(401)
    await page.context().close()
  })
})
