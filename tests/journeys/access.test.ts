import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
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

const isReady = chromiumPath !== undefined && hasSite
const why = isReady ? '' : ' (skipped: needs Chromium and a built web app)'

const testid = (id: string) => `[data-testid="${id}"]`

async function type(page: Page, person: string, password: string): Promise<void> {
  await page.fill('input[autocomplete="username"]', `${person}@example.com`)
  await page.fill('input[type="password"]', password)
  await page.keyboard.press('Enter')
}

describe.skipIf(!isReady)(`who may come in, and what they may do${why}`, () => {
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

  test('S6 a deep link leads over the sign-in back to itself, filters and all; after signing out the back button shows nothing', async () => {
    const { page, context, complaints } = await openPage(browser)

    await page.goto(`${desk.url}/audit?action=session&from=2026-01-01`)
    await page.waitForURL(/\/login\?next=/)
    await type(page, 'admin', 'not the password')
    await page.waitForSelector(testid('sign-in-alert'))
    await type(page, 'admin', PASSWORD)
    await page.waitForURL(/\/audit\?action=session&from=2026-01-01/)
    await page.waitForSelector(testid('audit-action'))
    expect(await page.textContent('table')).toContain('Refused')
    expect(await page.evaluate(() => document.cookie)).toBe('')

    // The session ends elsewhere; the page comes back to the same place.
    await context.clearCookies()
    await page.click(testid('verify'))
    await page.waitForURL(/\/login\?next=.*ended=1/)
    await type(page, 'admin', PASSWORD)
    await page.waitForURL(/\/audit\?action=session&from=2026-01-01/)

    await page.click(testid('user-menu'))
    await page.click(testid('sign-out'))
    await page.waitForURL(/\/login/)
    await page.goBack()
    await page.waitForURL(/\/login/)
    expect(await page.content()).not.toContain('audit-action')
    expect(complaints).toEqual([])
    await context.close()
  })

  test('another role sees and may do only its part', async () => {
    const { page, context } = await openPage(browser)
    await signIn(page, desk.url, 'viewer')
    await settled(page)

    const links = await page.locator('nav a').allTextContents()
    expect(links.join(' ')).not.toMatch(/Users|Audit/)
    const statuses = await page.evaluate(async () => {
      const headers = { 'X-Requested-With': 'perennial', 'Content-Type': 'application/json' }
      const calls = [
        fetch('/api/users'),
        fetch('/api/audit'),
        fetch('/api/users', { method: 'POST', headers, body: '{"email":"a@b.cc","role":"admin"}' }),
        fetch('/api/session/list'),
      ]
      return (await Promise.all(calls)).map(({ status }) => status)
    })
    expect(statuses).toEqual([403, 403, 403, 200])
    await context.close()
  })

  test('an invited person signs in with the password shown once, chooses one, and is ended when disabled', async () => {
    const admin = await openPage(browser)
    await signIn(admin.page, desk.url)
    await admin.page.goto(`${desk.url}/users`)
    await admin.page.click(testid('invite'))
    await admin.page.fill(testid('invite-email'), 'grace@example.com')
    await admin.page.selectOption(testid('invite-role'), 'analyst')
    await admin.page.click(testid('invite-send'))
    const temporary = (await admin.page.textContent(testid('temporary'))) ?? ''

    const grace = await openPage(browser)
    await grace.page.goto(`${desk.url}/login`)
    await type(grace.page, 'grace', temporary)
    await grace.page.waitForSelector(testid('field-newPassword'))
    await grace.page.fill(testid('field-newPassword'), 'Password!!!!2026')
    await grace.page.keyboard.press('Enter')
    await grace.page.waitForSelector(testid('field-error'))
    await grace.page.fill(testid('field-newPassword'), 'a quiet harbour at noon')
    await grace.page.keyboard.press('Enter')
    await grace.page.waitForURL((to) => !to.pathname.startsWith('/login'))

    await admin.page.reload()
    await admin.page.click(testid('disable-grace@example.com'))
    await admin.page.click(testid('user-confirm'))
    await admin.page.waitForSelector(testid('enable-grace@example.com'))
    await grace.page.goto(`${desk.url}/account`)
    await grace.page.waitForURL(/\/login/)
    await type(grace.page, 'grace', 'a quiet harbour at noon')
    await grace.page.waitForSelector(testid('sign-in-alert'))
    await admin.context.close()
    await grace.context.close()
  })

  test('by keyboard only: sign in, find the account page, sign out', async () => {
    const { page, context } = await openPage(browser)
    await page.goto(`${desk.url}/login`)
    await page.waitForSelector(testid('field-username'))
    const press = async (key: string, isThere: () => Promise<boolean>) => {
      for (let times = 0; times < 60 && !(await isThere()); times++) await page.keyboard.press(key)
      expect(await isThere()).toBe(true)
    }
    const hasFocus = (selector: string) => () =>
      page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)

    await press('Tab', hasFocus('input[autocomplete="username"]'))
    await page.keyboard.type('steward@example.com')
    await press('Tab', hasFocus('input[type="password"]'))
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/landing/)
    await settled(page)
    await press('Tab', hasFocus(testid('user-menu')))
    await page.keyboard.press('Enter')
    await press('ArrowDown', hasFocus(testid('account')))
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/account/)
    await page.waitForSelector(testid('own-session'))
    await press('Tab', hasFocus(testid('user-menu')))
    await page.keyboard.press('Enter')
    await press('ArrowDown', hasFocus(testid('sign-out')))
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/login/)
    await context.close()
  })

  test.each(['light', 'dark'] as const)(
    'axe finds nothing on sign-in, account, users and audit (%s)',
    async (scheme) => {
      const { page, context, complaints } = await openPage(browser, { scheme })
      await page.goto(`${desk.url}/login`)
      await settled(page)
      expect(await findings(page)).toEqual([])
      await signIn(page, desk.url)
      for (const path of ['/account', '/users', '/audit']) {
        await page.goto(`${desk.url}${path}`)
        await settled(page)
        if (path === '/users') await page.click(testid('invite'))
        expect([path, ...(await findings(page))]).toEqual([path])
      }
      expect(complaints).toEqual([])
      await context.close()
    },
  )
})
