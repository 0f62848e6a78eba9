import { mkdirSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumPath, findings, hasSite, openBrowser, openPage, settled, signIn, startDesk } from './desk.ts'

const isReady = chromiumPath !== undefined && hasSite
const why = isReady ? '' : ' (skipped: needs Chromium and a built web app)'
const pictures = process.env['PICTURES']

describe.skipIf(!isReady)(`work on the list and on one client${why}`, () => {
  let desk: Awaited<ReturnType<typeof startDesk>>
  let browser: Browser

  beforeAll(async () => {
    desk = await startDesk(['--clients', '120'])
    browser = await openBrowser()
    if (pictures) mkdirSync(pictures, { recursive: true })
  })
  afterAll(async () => {
    await browser?.close()
    await desk?.stop()
  })

  const shoot = async (page: Page, name: string) => {
    if (pictures) await page.screenshot({ path: `${pictures}/${name}.png` })
  }
  const total = async (page: Page) => (await page.textContent('[data-testid="total"]')) ?? ''

  test('the list is filtered from the overview, searched, tagged in bulk and found by the tag', async () => {
    const { page, complaints } = await openPage(browser)
    await signIn(page, desk.url, 'steward')
    await page.goto(`${desk.url}/clients`)
    await settled(page)
    await page.waitForSelector('[data-testid="overview"]')
    await shoot(page, 'list')
    expect(await findings(page)).toEqual([])
    const all = await total(page)

    await page.click('[data-testid="overview-low"]')
    await page.waitForURL(/risk=low/)
    await settled(page)
    expect(await total(page)).not.toBe(all)
    await page.click('[data-testid="chip-risk"]')
    await settled(page)
    expect(await total(page)).toBe(all)

    await page.check('[data-testid="client-row"]:nth-child(1) input')
    await page.check('[data-testid="client-row"]:nth-child(2) input')
    await page.fill('[data-testid="bulk-tag"]', 'Journey')
    await page.click('[data-testid="bulk-tag-add"]')
    await page.waitForSelector('[data-testid="bulk-answer"]')
    expect(await page.textContent('[data-testid="bulk-answer"]')).toContain('Done for 2 clients')
    await page.goto(`${desk.url}/clients?tag=journey`)
    await settled(page)
    expect(await total(page)).toBe('2 clients')
    await shoot(page, 'tag')

    await page.click('[data-testid="more-filters"]')
    await page.waitForSelector('[data-testid="apply-filters"]')
    await shoot(page, 'filters')
    expect(await findings(page)).toEqual([])
    expect(complaints).toEqual([])
    await page.context().close()
  })

  test('pages, orders and rows by keyboard only', async () => {
    const { page, complaints } = await openPage(browser)
    await signIn(page, desk.url, 'steward')
    await page.goto(`${desk.url}/clients?sort=name`)
    await settled(page)
    const first = await page.textContent('[data-testid="client-row"] a')
    expect(await page.textContent('[data-testid="rows-shown"]')).toContain('1–25 of')

    await page.focus('[data-testid="page-next"]')
    await page.keyboard.press('Enter')
    await page.waitForFunction(() =>
      document.querySelector('[data-testid="rows-shown"]')?.textContent?.startsWith('26–50'),
    )
    await page.focus('[data-testid="page-previous"]')
    await page.keyboard.press('Enter')
    await page.waitForFunction(() =>
      document.querySelector('[data-testid="rows-shown"]')?.textContent?.startsWith('1–25'),
    )
    expect(await page.textContent('[data-testid="client-row"] a')).toBe(first)
    await page.focus('[data-testid="client-row"] a')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('x')
    await page.waitForSelector('[data-testid="bulk"]')
    expect(await page.textContent('[data-testid="selected"]')).toContain('1 selected')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/client\//)
    expect(complaints).toEqual([])
    await page.context().close()
  })

  test('an action is assigned, shows in the work list, and its outcome in the activity; a note too', async () => {
    const { page, complaints } = await openPage(browser)
    await signIn(page, desk.url, 'steward')
    await page.goto(`${desk.url}/clients`)
    await settled(page)
    await page.click('[data-testid="client-row"] a')
    await page.waitForSelector('[data-testid="proposal"]')
    await settled(page)
    await shoot(page, 'client')
    expect(await page.textContent('[data-testid="actions"]')).toContain('No evidence yet')
    expect(await findings(page)).toEqual([])

    await page.click('[data-testid="proposal"] button')
    await page.waitForSelector('[data-testid="assign"]')
    await page.click('[data-testid="assign"]')
    await page.waitForSelector('[data-testid="action"]')
    await page.fill('[data-testid="note-text"]', 'Prefers a call in the morning')
    await page.click('[data-testid="add-note"]')
    await page.waitForFunction(() =>
      document
        .querySelector('[data-testid="activity"]')
        ?.textContent?.includes('Prefers a call in the morning'),
    )
    await page.goto(`${desk.url}/actions`)
    await page.waitForSelector('[data-testid="action"]')
    await shoot(page, 'actions')
    expect(await findings(page)).toEqual([])
    await page.click('[data-testid="action-done"]')
    await page.waitForFunction(() => !document.querySelector('[data-testid="action"]'))
    expect(complaints).toEqual([])
    await page.context().close()
  })

  test('a client is created, edited, merged into another one and its old link leads there', async () => {
    const { page, complaints } = await openPage(browser)
    await signIn(page, desk.url, 'steward')
    await page.goto(`${desk.url}/clients`)
    await settled(page)
    const keep = (await page.getAttribute('[data-testid="client-row"]', 'data-id')) ?? ''
    await page.click('[data-testid="new-client"]')
    await page.fill('[data-testid="new-id"]', 'TWIN-1')
    await page.fill('[data-testid="profile-name"]', 'Twin Duplicate')
    await page.click('[data-testid="create"]')
    await page.waitForURL(/\/client\/TWIN-1/)
    await page.waitForSelector('[data-testid="open-edit"]')
    await page.click('[data-testid="open-edit"]')
    await page.fill('[data-testid="profile-email"]', 'no address')
    await page.click('[data-testid="save-profile"]')
    await page.waitForSelector('[data-testid="field-error"]')
    await page.fill('[data-testid="profile-email"]', 'twin@bank.example')
    await page.click('[data-testid="save-profile"]')
    await page.waitForFunction(() =>
      document.querySelector('main')?.textContent?.includes('twin@bank.example'),
    )

    await page.click('[data-testid="open-merge"]')
    await page.fill('[data-testid="merge-into"]', keep)
    await page.click('[data-testid="merge-preview"]')
    await page.waitForSelector('[data-testid="merge-what"]')
    expect(await findings(page)).toEqual([])
    await page.click('[data-testid="merge"]')
    await page.waitForURL((to) => to.pathname.endsWith(encodeURIComponent(keep)))
    await page.goto(`${desk.url}/client/TWIN-1`)
    await page.waitForSelector('[data-testid="merged-note"]')
    expect(complaints).toEqual([])
    await page.context().close()
  })

  test('an erased client is gone from the list, the search and its link; only after its id was typed', async () => {
    const { page } = await openPage(browser, { width: 390, height: 844, scheme: 'dark' })
    await signIn(page, desk.url, 'admin')
    await page.goto(`${desk.url}/clients?sort=name`)
    await settled(page)
    await shoot(page, 'list-phone')
    expect(await findings(page)).toEqual([])
    const before = await total(page)
    const id = (await page.getAttribute('[data-testid="client-row"]', 'data-id')) ?? ''
    await page.goto(`${desk.url}/client/${encodeURIComponent(id)}`)
    await settled(page)
    await shoot(page, 'client-phone')
    expect(await findings(page)).toEqual([])
    await page.click('[data-testid="open-erase"]')
    expect(await page.isDisabled('[data-testid="erase"]')).toBe(true)
    await page.fill('[data-testid="erase-confirm"]', id)
    await page.click('[data-testid="erase"]')
    await page.waitForURL(/\/clients$/)
    await settled(page)

    expect(await total(page)).not.toBe(before)
    expect(
      await page.evaluate(async (one) => (await fetch(`/api/clients/${encodeURIComponent(one)}`)).status, id),
    ).toBe(404)
    await page.context().close()
  })
})
