import { MAX_CHANNELS } from '#shared/client/client'
import { DomainError } from '#shared/kernel/errors'
import { dataVersionKey, settingsKey } from './keys.ts'
import type { Table } from './table.ts'
import type { NamedWrite } from './transaction.ts'

/** The write that says: something outside the clients changed. Part of every such transaction. */
export function bumpDataVersion(): NamedWrite {
  return {
    Update: {
      Key: { ...dataVersionKey },
      UpdateExpression: 'ADD #version :one',
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: { ':one': 1 },
    },
  }
}

const registryIsUnchanged = 'attribute_not_exists(pk) OR version = :expected'
const registryChanged = () =>
  new DomainError('conflict', 'channels.changed-meanwhile', 'The channels were changed meanwhile. Try again.')

/** The channels counted by name: the first twelve that came, never removed, so that flows never move by themselves. */
export function createChannelsStore({ table }: { table: Table }) {
  const key = settingsKey('CHANNELS')

  async function read(): Promise<{ channels: readonly string[]; version: number }> {
    const item = await table.get(key, { isConsistent: true })
    return {
      channels: (item?.['channels'] as string[] | undefined) ?? [],
      version: (item?.['version'] as number | undefined) ?? 0,
    }
  }

  /** The channels registered so far. */
  async function registered(): Promise<readonly string[]> {
    return (await read()).channels
  }

  /** Registers new channels, in the order given, while there is room; returns all that are registered then. */
  async function register(names: readonly string[]): Promise<readonly string[]> {
    for (let attempt = 0; attempt < 5; attempt++) {
      const { channels, version } = await read()
      const keys = names.map((name) => name.trim().toLowerCase()).filter((name) => name !== '')
      const wanted = [...new Set([...channels, ...keys])].slice(0, MAX_CHANNELS)
      if (wanted.length === channels.length) return channels
      try {
        await table.transact([
          {
            Put: {
              Item: { ...key, kind: 'channels', channels: wanted, version: version + 1 },
              ConditionExpression: registryIsUnchanged,
              ExpressionAttributeValues: { ':expected': version },
            },
            condition: registryChanged,
          },
          bumpDataVersion(),
        ])
        return wanted
      } catch (error) {
        if (!(error instanceof DomainError) || error.kind !== 'conflict') throw error
      }
    }
    throw registryChanged()
  }

  return { registered, register }
}

/** The channels counted by name. */
export type ChannelsStore = ReturnType<typeof createChannelsStore>
