import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('../..', import.meta.url))

// The tests of the models and of the arithmetic under them. Those that count coverage over hundreds of generated
// portfolios take seconds for each mutant and are left out: what they alone would catch counts as survived.
export default defineConfig({
  root,
  test: {
    include: ['tests/shared/{models,numeric}/**/*.test.ts'],
    exclude: ['**/{coverage,recovery}.test.ts'],
    testTimeout: 300_000,
  },
})
