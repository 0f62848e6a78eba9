import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('..', import.meta.url))
const output = process.env['VITEST_JSON']

export default defineConfig({
  root,
  test: {
    // CI counts the tests from this file.
    ...(output ? { reporters: ['default', 'json'], outputFile: { json: output } } : {}),
    // Two cores: more workers only take turns.
    maxWorkers: 2,
    projects: [
      { root, test: { name: 'shared', include: ['tests/shared/**/*.test.ts'], testTimeout: 30_000 } },
      {
        root,
        test: {
          name: 'functions',
          include: ['tests/functions/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        root,
        test: {
          name: 'infra',
          include: ['tests/infra/**/*.test.ts'],
          testTimeout: 90_000,
          hookTimeout: 90_000,
        },
      },
      { root, test: { name: 'architecture', include: ['tests/architecture/**/*.test.ts'] } },
      {
        root,
        plugins: [vue()],
        test: {
          name: 'web',
          include: ['tests/web/**/*.test.ts'],
          environment: 'happy-dom',
          testTimeout: 20_000,
        },
      },
    ],
  },
})
