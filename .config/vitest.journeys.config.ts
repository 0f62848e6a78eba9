import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('..', import.meta.url))
const output = process.env['VITEST_JSON']

/** Journeys need a built web app and Chromium; they run one after the other on one desk each. */
export default defineConfig({
  root,
  test: {
    name: 'journeys',
    include: ['tests/journeys/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 300_000,
    ...(output ? { reporters: ['default', 'json'], outputFile: { json: output } } : {}),
  },
})
