import type { Clock } from '#shared/kernel/clock'
import { createTable, type Table } from '#functions/store/table'
import { dynamo } from './aws.ts'
import { env } from './env.ts'

/** The present, in UTC. */
export const systemClock: Clock = () => new Date().toISOString()

let opened: Table | undefined

/** The one table of this process. */
export function table(): Table {
  opened ??= createTable({ client: dynamo(), name: env().TABLE_NAME })
  return opened
}
