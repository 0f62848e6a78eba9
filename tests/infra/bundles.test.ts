import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bundles, entries, nameOf } from '#infra/bundles'

const folder = mkdtempSync(join(tmpdir(), 'perennial-bundles-'))
// Room for three SDK clients and a section; a heavier library has to be argued for.
const mostKilobytes = 720
// Charts and pages are drawn in one function only: ECharts alone is half of it (`stack.md` 7).
const mostByEntry: Readonly<Record<string, number>> = {
  'pipeline/render-report': 1_900,
  // Three SDK clients, every type of report, CSV, JSON and workbooks.
  'reports/reports': 900,
  'pipeline/start-due-reports': 900,
  // Effects and fixes of issues value clients, and failing rows are files.
  'quality/quality': 940,
  // What a row is checked by is what data quality checks by.
  'imports/imports': 760,
  // Describes every route there is, so every section is in it.
  'system/system': 1_050,
}

const env = {
  ...process.env,
  AWS_REGION: 'eu-central-1',
  TABLE_NAME: 'table',
  FILES_BUCKET: 'files',
  USER_POOL_ID: 'eu-central-1_x',
  USER_POOL_CLIENT_ID: 'client',
  USER_POOL_ISSUER: 'https://issuer.example.com/x',
  SITE_ORIGIN: 'https://site.example.com',
  SHARDS: '4',
  TIME_ZONE: 'UTC',
  CURRENCY: 'EUR',
  CURSOR_SECRET: '0123456789abcdef',
  VALUATION_JOB: 'arn:aws:states:eu-central-1:1:stateMachine:v',
  REPORT_JOB: 'arn:aws:states:eu-central-1:1:stateMachine:r',
  IMPORT_JOB: 'arn:aws:states:eu-central-1:1:stateMachine:i',
}

const fileOf = (entry: string) => join(folder, nameOf(entry), 'index.mjs')

beforeAll(() => {
  bundles(folder)
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('the bundle of every function', () => {
  test('stands alone: it starts from an empty folder and has a handler', () => {
    const files = entries().map((entry) => pathToFileURL(fileOf(entry)).href)
    const script = `for (const file of ${JSON.stringify(files)}) {
      const { handler } = await import(file)
      if (typeof handler !== 'function') throw new Error(file + ' has no handler')
    }
    console.log('all start')`

    const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      env,
      cwd: folder,
      encoding: 'utf8',
    })

    expect(output).toBe('all start\n')
  })

  test('keeps to its size', () => {
    for (const entry of entries())
      expect(statSync(fileOf(entry)).size / 1024, entry).toBeLessThan(
        mostByEntry[nameOf(entry)] ?? mostKilobytes,
      )
  })
})
