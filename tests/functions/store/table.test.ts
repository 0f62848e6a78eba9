import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createWorld, type World } from '#tests/harness/world'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(async () => {
  await world.stop()
})

const count = {
  Update: {
    Key: { pk: 'A', sk: 'A' },
    UpdateExpression: 'ADD n :one',
    ExpressionAttributeValues: { ':one': 1 },
  },
}

describe('a transaction', () => {
  test('with the same content counts twice when it is meant twice', async () => {
    const { table } = await world.createTableWorld()

    await table.transact([count])
    await table.transact([count])

    expect(await table.get({ pk: 'A', sk: 'A' })).toMatchObject({ n: 2 })
  })

  test('of one named unit of work counts once, however often it is sent', async () => {
    const { table } = await world.createTableWorld()

    await table.transact([count], { work: 'import-1#batch-7' })
    await table.transact([count], { work: 'import-1#batch-7' })

    expect(await table.get({ pk: 'A', sk: 'A' })).toMatchObject({ n: 1 })
  })
})
