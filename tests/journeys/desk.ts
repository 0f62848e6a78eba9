import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

const root = fileURLToPath(new URL('../..', import.meta.url))
export const PASSWORD = 'perennial-demo-2026'
const START_MILLISECONDS = 240_000

/** Where Chromium is; journeys say so when there is none. */
export const chromiumPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
)
export const hasSite = existsSync(join(root, 'dist', 'web', 'index.html'))

const flags =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking ' +
  '--disable-component-update --disable-sync --font-render-hinting=none --force-color-profile=srgb'

// PERENNIAL_DESK=template runs the stories on what the templates declare.
const stand = process.env['PERENNIAL_DESK'] === 'template' ? ['--template'] : []

/** The product, started as `npm start` or `npm run desk:template` starts it, on a free port with a data folder of its own. */
export async function startDesk(options: readonly string[] = ['--empty']) {
  const port = await freePort()
  const data = mkdtempSync(join(tmpdir(), 'perennial-journey-'))
  const child = spawn(process.execPath, ['infra/local/up.ts', ...options, ...stand], {
    cwd: root,
    env: { ...process.env, PORT: String(port), PERENNIAL_DATA: data, DEMO_PASSWORD: PASSWORD },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = await ready(child)
  return {
    url: `http://localhost:${port}`,
    data,
    output,
    pid: child.pid ?? 0,
    async stop() {
      child.kill('SIGTERM')
      await new Promise((resolve) =>
        child.exitCode === null ? child.once('exit', resolve) : resolve(undefined),
      )
      rmSync(data, { recursive: true, force: true })
    },
  }
}

function ready(child: ChildProcess): Promise<string> {
  let output = ''
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not ready in time:\n${output}`)), START_MILLISECONDS)
    const read = (chunk: Buffer) => {
      output += chunk.toString()
      if (!/ready http:\/\/\S+\s*$/.test(output)) return
      clearTimeout(timer)
      resolve(output)
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.once('exit', (code) => reject(new Error(`ended with ${code}:\n${output}`)))
  })
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/** A browser whose every page fails the test on a console error or a violated content policy. */
export async function openBrowser() {
  const browser = await chromium.launch({ executablePath: chromiumPath ?? '', args: flags.split(' ') })
  return browser
}

export interface Visit {
  readonly width?: number
  readonly height?: number
  readonly scheme?: 'light' | 'dark'
}

export async function openPage(
  browser: Browser,
  { width = 1440, height = 900, scheme = 'light' }: Visit = {},
) {
  const context: BrowserContext = await browser.newContext({
    viewport: { width, height },
    colorScheme: scheme,
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`))
  page.on('console', (message) => {
    // The browser reports every answer of 4xx; those are part of the stories.
    if (message.type() === 'error' && !message.text().includes('Failed to load resource'))
      complaints.push(`console: ${message.text()}`)
  })
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) =>
      console.error(
        `policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`,
      ),
    )
  })
  return { page, context, complaints }
}

export async function signIn(page: Page, url: string, person = 'admin'): Promise<void> {
  await page.goto(`${url}/login`)
  await page.fill('input[autocomplete="username"]', `${person}@example.com`)
  await page.fill('input[type="password"]', PASSWORD)
  await page.keyboard.press('Enter')
  await page.waitForURL((to) => !to.pathname.startsWith('/login'))
}

/** Waits until nothing on the page is loading any more. */
export async function settled(page: Page): Promise<void> {
  await page.waitForSelector('h1')
  await page.waitForTimeout(400)
  await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'), undefined, {
    timeout: 30_000,
  })
}

/** What axe finds on the page by the WCAG 2.2 AA rules. */
export async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)
}
