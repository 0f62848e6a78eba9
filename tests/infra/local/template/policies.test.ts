import { describe, expect, test } from 'vitest'
import { type Grant, isAllowed, isLike } from '#tests/permissions/policies'

const region = 'eu-central-1'
const table = `arn:aws:dynamodb:${region}:000000000000:table/perennial`
const grant = (rest: Partial<Grant>): Grant => ({
  function: 'Clients',
  effect: 'Allow',
  action: 'dynamodb:UpdateItem',
  resource: table,
  ...rest,
})
const call = (leadingKeys: string[], action = 'dynamodb:UpdateItem') => ({
  function: 'Clients',
  action,
  resource: 'perennial',
  leadingKeys,
})

describe('a recorded call', () => {
  test('needs a grant for its function, action and resource', () => {
    expect(isAllowed([grant({})], call(['CLIENT#1']), region)).toBe(true)
    expect(isAllowed([grant({ function: 'Runs' })], call(['CLIENT#1']), region)).toBe(false)
    expect(isAllowed([grant({})], call(['CLIENT#1'], 'dynamodb:Scan'), region)).toBe(false)
    expect(isAllowed([grant({ resource: `${table}/index/by-name` })], call(['x']), region)).toBe(false)
  })

  test('may only touch partitions its grant names, and none that is denied', () => {
    const sessions = grant({ leadingKeys: ['SESSION#*', 'USER#*'] })
    const trail = grant({ effect: 'Deny', leadingKeys: ['AUDIT#*'] })

    expect(isAllowed([sessions], call(['SESSION#a']), region)).toBe(true)
    expect(isAllowed([sessions], call(['SESSION#a', 'CLIENT#1']), region)).toBe(false)
    expect(isAllowed([grant({}), trail], call(['AUDIT#2026-01-01#0']), region)).toBe(false)
    expect(isAllowed([grant({}), trail], call(['CLIENT#1']), region)).toBe(true)
  })

  test('is matched by patterns as a policy reads them', () => {
    expect(isLike('arn:aws:s3:::files/imports/*', 'arn:aws:s3:::files/imports/1/upload')).toBe(true)
    expect(isLike('arn:aws:s3:::files/imports/*', 'arn:aws:s3:::files/exports/1')).toBe(false)
    expect(isLike('a.c', 'abc')).toBe(false)
  })
})
