import { expect, test } from 'vitest'
import { lifetimesOfClients, lifetimesOfCohort } from '#shared/models/contract-lifetimes'

test('a shrinking cohort loses the difference each period and keeps the rest', () => {
  expect(lifetimesOfCohort([100, 80, 70])).toEqual([
    { age: 1, lost: 20, survived: 0 },
    { age: 2, lost: 10, survived: 70 },
  ])
})

test('clients are counted by age; those not yet a period old carry no information', () => {
  const clients = [
    { age: 2, isLost: true },
    { age: 0, isLost: false },
    { age: 2, isLost: false },
    { age: 1, isLost: false },
  ]

  expect(lifetimesOfClients(clients)).toEqual([
    { age: 1, lost: 0, survived: 1 },
    { age: 2, lost: 1, survived: 1 },
  ])
  expect(() => lifetimesOfClients([{ age: 1.5, isLost: false }])).toThrow(
    expect.objectContaining({ code: 'lifetime.invalid' }),
  )
})
