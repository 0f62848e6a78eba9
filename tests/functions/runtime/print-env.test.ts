import { expect, test } from 'vitest'
import { envSchema } from '#functions/runtime/env'
import { describedVariables } from '#functions/runtime/print-env'

test('every environment variable says what it is for', () => {
  const variables = describedVariables()

  expect(variables.map(({ name }) => name)).toEqual(Object.keys(envSchema.entries))
  for (const { description } of variables) expect(description).toMatch(/\w.*\.$/)
  expect(variables.filter(({ isOptional }) => isOptional).map(({ name }) => name)).toEqual([
    'IDLE_MINUTES',
    'TOTP_REQUIRED_FOR',
    'CALLS_PER_MINUTE',
    'INVITES_BY',
    'VALUATION_JOB',
    'IMPORT_JOB',
    'REPORT_JOB',
    'REPORT_SCHEDULES_JOB',
    'QUALITY_JOB',
    'ORIGIN_SECRET',
  ])
})
