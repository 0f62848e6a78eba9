/** What is sent to a browser and what a function loads. */
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundles, entries, nameOf } from '#infra/bundles'
import { bundleLimits, isBuilt, measureBundle } from '../../web/measure-bundle.ts'
import type { Measured, Row } from './row.ts'

const KB = 1_024
/** As tests/infra/bundles.test.ts holds them. */
const MOST_FUNCTION_KB = 720

/** Sizes against their limits. */
export function measureBundles(): Measured {
  const functions = functionRows()
  if (isBuilt()) return { rows: [...webRows(), ...functions] }
  return { rows: functions, skipped: 'There is no built app in dist/web: run npm run build to measure it.' }
}

function webRows(): Row[] {
  const { jsByPage, echarts, css } = measureBundle()
  const row = (name: string, bytes: number, limit: number): Row => ({
    name: `web, gzip: ${name}`,
    measured: bytes / KB,
    unit: 'KB',
    budget: limit / KB,
    isGated: true,
  })
  return [
    ...Object.entries(jsByPage).map(([page, bytes]) =>
      row(`JavaScript of ${page}`, bytes, page === 'login' ? bundleLimits.login : bundleLimits.page),
    ),
    row('charts, lazy', echarts, bundleLimits.echarts),
    row('styles', css, bundleLimits.css),
  ]
}

function functionRows(): Row[] {
  const folder = mkdtempSync(join(tmpdir(), 'perennial-bench-'))
  try {
    bundles(folder)
    return entries().map((entry) => ({
      name: `function: ${nameOf(entry)}`,
      measured: statSync(join(folder, nameOf(entry), 'index.mjs')).size / KB,
      unit: 'KB',
      budget: MOST_FUNCTION_KB,
      isGated: true,
    }))
  } finally {
    rmSync(folder, { recursive: true })
  }
}
