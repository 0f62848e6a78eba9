import { createHash, randomUUID } from 'node:crypto'
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import * as v from 'valibot'
import type { Role } from '#shared/access/rights'
import type { Instant } from '#shared/kernel/clock'
import { createEpochs } from './epochs.ts'
import { epochKey, sessionKey, userSessionKey } from './keys.ts'
import { SessionItem } from './session-items.schema.ts'
import type { Item, Table } from './table.ts'

/** Life of a session whatever its use, in seconds. */
const SESSION_SECONDS = 86_400
// A call within this time of the last write does not write again: one write per five minutes of use.
const SLIDE_MS = 5 * 60_000

const sessionIsThere = 'attribute_exists(pk)'

/** A session as it is kept: never the id itself, only its hash. */
export type Session = v.InferOutput<typeof SessionItem>

/** Who signed in. */
export interface SessionUser {
  readonly userId: string
  readonly name: string
  readonly email: string
  readonly role: Role
}

/** Where somebody signed in: shown to nobody but the owner. */
export interface SessionPlace {
  readonly device: string | null
  readonly address: string | null
}

/** The name under which a session id is kept. */
export function hashOfSid(sid: string): string {
  return createHash('sha256').update(sid).digest('base64url')
}

function sessionOf(item: Item | undefined): Session | undefined {
  const parsed = v.safeParse(SessionItem, item)
  return parsed.success ? parsed.output : undefined
}

function isAlive(session: Session, now: Instant, idleMinutes: number): boolean {
  const idleMs = Date.parse(now) - Date.parse(session.lastSeenAt)
  return now < session.endsAt && idleMs < idleMinutes * 60_000
}

/**
 * Whether the session was still there to slide: an ended one stays ended. Setting a time twice is harmless, and calls
 * at once would only make transactions wait for each other.
 */
async function slide(table: Table, { hash }: Session, now: Instant): Promise<boolean> {
  const update = new UpdateCommand({
    TableName: table.name,
    Key: { ...sessionKey(hash) },
    UpdateExpression: 'SET lastSeenAt = :now',
    ConditionExpression: sessionIsThere,
    ExpressionAttributeValues: { ':now': now },
    ReturnConsumedCapacity: 'TOTAL',
  })
  try {
    const answer = await table.client.send(update)
    table.capacity.write(answer.ConsumedCapacity)
    return true
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false
    throw error
  }
}

/** Sessions: opened at sign-in, read with every call, ended at sign-out or all at once by the user's epoch. */
export function createSessionsStore({ table }: { table: Table }) {
  const { epochOf, endAll, changedAt, isBarred } = createEpochs({ table })

  /** Writes the session under its hash and among the user's sessions. */
  async function open(sid: string, user: SessionUser, now: Instant, place?: SessionPlace): Promise<Session> {
    const hash = hashOfSid(sid)
    const end = Date.parse(now) + SESSION_SECONDS * 1_000
    const session: Session = {
      hash,
      userId: user.userId,
      name: user.name,
      email: user.email,
      role: user.role,
      epoch: await epochOf(user.userId),
      createdAt: now,
      lastSeenAt: now,
      endsAt: new Date(end).toISOString(),
      device: place?.device ?? null,
      address: place?.address ?? null,
    }
    const expiresAt = Math.ceil(end / 1_000)
    await table.transact([
      { Put: { Item: { ...sessionKey(hash), kind: 'session', ...session, expiresAt } } },
      { Put: { Item: { ...userSessionKey(user.userId, hash), kind: 'session', hash, expiresAt } } },
    ])
    return session
  }

  /** The live session of an id, its idle time starting anew; undefined when it ended in any way. */
  async function resume(
    sid: string,
    { now, idleMinutes }: { now: Instant; idleMinutes: number },
  ): Promise<Session | undefined> {
    const session = sessionOf(await table.get(sessionKey(hashOfSid(sid)), { isConsistent: true }))
    if (!session || !isAlive(session, now, idleMinutes)) return undefined
    if (session.epoch !== (await epochOf(session.userId))) return undefined
    if (Date.parse(now) - Date.parse(session.lastSeenAt) < SLIDE_MS) return session
    return (await slide(table, session, now)) ? { ...session, lastSeenAt: now } : undefined
  }

  /** Ends the sessions of one user with these hashes. */
  async function end(userId: string, hashes: readonly string[]): Promise<void> {
    const keys = hashes.flatMap((hash) => [sessionKey(hash), userSessionKey(userId, hash)])
    for (let start = 0; start < keys.length; start += 90)
      await table.transact(
        keys.slice(start, start + 90).map((key) => ({ Delete: { Key: { ...key } } })),
        { work: randomUUID() },
      )
  }

  /** Ends the session of an id, whoever's it is. */
  async function endOf(sid: string): Promise<void> {
    const session = sessionOf(await table.get(sessionKey(hashOfSid(sid)), { isConsistent: true }))
    if (session) await end(session.userId, [session.hash])
  }

  /** The live sessions of a user, newest first. */
  async function list(
    userId: string,
    { now, idleMinutes }: { now: Instant; idleMinutes: number },
  ): Promise<Session[]> {
    const [epoch, own] = await Promise.all([
      epochOf(userId),
      table.queryAll(epochKey(userId).pk, { prefix: userSessionKey(userId, '').sk, isConsistent: true }),
    ])
    const items = await table.getMany(
      own.map(({ hash }) => sessionKey(String(hash))),
      { isConsistent: true },
    )
    return items
      .flatMap((item) => sessionOf(item) ?? [])
      .filter((session) => session.epoch === epoch && isAlive(session, now, idleMinutes))
      .sort((one, other) => other.createdAt.localeCompare(one.createdAt))
  }

  return { open, resume, end, endOf, endAll, changedAt, isBarred, list }
}

/** Sessions. */
export type SessionsStore = ReturnType<typeof createSessionsStore>
