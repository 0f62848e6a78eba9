import { createHash, randomUUID } from 'node:crypto'
import type { Instant } from '#shared/kernel/clock'
import { DomainError } from '#shared/kernel/errors'
import { rateKey } from './keys.ts'
import type { Table } from './table.ts'

/** A token bucket: so many at once, filled again evenly over so many seconds. */
export interface Bucket {
  /** What is limited; part of the key. */
  readonly name: string
  readonly size: number
  readonly seconds: number
}

const SIGN_IN_SECONDS = 300
/** Attempts for one user from one address. */
export const perUserAndAddress: Bucket = { name: 'user', size: 10, seconds: SIGN_IN_SECONDS }
/** Attempts from one address. */
export const perAddress: Bucket = { name: 'address', size: 100, seconds: SIGN_IN_SECONDS }

// Losing to somebody else this often means the bucket is being emptied by many at once.
const MAX_TRIES = 5

/** Whether a token was there; else how long until the next. */
export type Taken =
  { readonly isTaken: true } | { readonly isTaken: false; readonly retryAfterSeconds: number }

const nothingIsOwed = 'attribute_not_exists(fullAt) OR fullAt <= :now'
const oneIsLeft = 'fullAt > :now AND fullAt <= :latest'

/**
 * Token buckets, kept as the one instant at which a bucket is full again: taking moves it on by the time one token
 * takes to come back. Two conditional writes without a read, so that callers at once cannot take more than there are.
 */
export function createRatesStore({ table }: { table: Table }) {
  const keyOf = ({ name }: Bucket, subject: string) => {
    const hash = createHash('sha256').update(JSON.stringify(subject)).digest('base64url')
    return { ...rateKey(`${name}:${hash}`, 'BUCKET') }
  }

  /** Whether the write's condition held. */
  async function move(bucket: Bucket, subject: string, write: Move): Promise<boolean> {
    const { condition, values, value } = write
    const Update = {
      Key: keyOf(bucket, subject),
      UpdateExpression: `SET fullAt = ${value}, expiresAt = :expiresAt`,
      ConditionExpression: condition,
      ExpressionAttributeValues: {
        ...values,
        ':expiresAt': Math.ceil(write.now / 1_000) + 2 * bucket.seconds,
      },
    }
    try {
      await table.transact([{ Update }], { work: randomUUID() })
      return true
    } catch (error) {
      if (error instanceof DomainError && error.kind === 'conflict') return false
      throw error
    }
  }

  /** Takes one token for a subject, if there is one. */
  async function take(bucket: Bucket, subject: string, at: Instant): Promise<Taken> {
    const now = Date.parse(at)
    const step = (bucket.seconds * 1_000) / bucket.size
    const latest = now + step * (bucket.size - 1)
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const taken =
        (await move(bucket, subject, {
          condition: oneIsLeft,
          value: 'fullAt + :step',
          values: { ':now': now, ':latest': latest, ':step': step },
          now,
        })) ||
        (await move(bucket, subject, {
          condition: nothingIsOwed,
          value: ':next',
          values: { ':now': now, ':next': now + step },
          now,
        }))
      if (taken) return { isTaken: true }
      const fullAt = Number((await table.get(keyOf(bucket, subject), { isConsistent: true }))?.fullAt ?? 0)
      if (fullAt > latest) return { isTaken: false, retryAfterSeconds: Math.ceil((fullAt - latest) / 1_000) }
    }
    return { isTaken: false, retryAfterSeconds: 1 }
  }

  /** Fills a subject's bucket: the attempts were the owner's own. */
  async function refill(bucket: Bucket, subject: string): Promise<void> {
    await table.transact([{ Delete: { Key: keyOf(bucket, subject) } }], { work: randomUUID() })
  }

  return { take, refill }
}

interface Move {
  readonly condition: string
  readonly value: string
  readonly values: Readonly<Record<string, number>>
  readonly now: number
}

/** Token buckets. */
export type RatesStore = ReturnType<typeof createRatesStore>
