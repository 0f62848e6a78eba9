/** Faults of DynamoDB put between the stores and the real client, at chosen calls: before they are sent or after they applied. */
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'

interface Fault {
  readonly isAfterApply?: boolean
  readonly error: () => Error
}

const named = (name: string, extra: object = {}) => Object.assign(new Error(name), { name, ...extra })
const cancelled = (code: string) =>
  named('TransactionCanceledException', { CancellationReasons: [{ Code: 'None' }, { Code: code }] })
const status = (httpStatusCode: number) => ({ $metadata: { httpStatusCode } })

/** The faults of a write, by the number they have in `trust.md` 2.5. */
export const writeFaults = {
  'F1 throughput exceeded': { error: () => named('ProvisionedThroughputExceededException', status(400)) },
  'F2 throttled': { error: () => named('ThrottlingException', status(400)) },
  'F3 request limit exceeded': { error: () => named('RequestLimitExceeded', status(400)) },
  'F4 cancelled by a conflict': { error: () => cancelled('TransactionConflict') },
  'F5 cancelled by throttling': { error: () => cancelled('ThrottlingError') },
  'F6 transaction in progress': { error: () => named('TransactionInProgressException', status(400)) },
  'F7 internal error before it applied': { error: () => named('InternalServerError', status(500)) },
  'F8 internal error after it applied': {
    isAfterApply: true,
    error: () => named('InternalServerError', status(500)),
  },
  'F9 timed out after it applied': { isAfterApply: true, error: () => named('TimeoutError') },
  'F10 connection reset before it was sent': { error: () => named('Error', { code: 'ECONNRESET' }) },
} as const satisfies Record<string, Fault>
/** The name of a fault of a write. */
export type WriteFault = keyof typeof writeFaults

interface Planned extends Fault {
  readonly at: number
  readonly times: number
}

type Sent = Parameters<DynamoDBDocumentClient['send']>[0]
type Answer = Record<string, unknown>

/** A client that fails as planned. Calls of a kind are counted from 0; a fault holds for `times` calls from `at` on. */
export function createFaultyClient(client: DynamoDBDocumentClient) {
  let planned: Planned | undefined
  let interruption: { at: number } | undefined
  let reshape: ((kind: string, answer: Answer, input: Answer) => Answer) | undefined
  let before: ((kind: string, input: Answer) => void | Promise<void>) | undefined
  let writes = 0
  let calls = 0

  async function send(command: Sent): Promise<Answer> {
    const kind = command.constructor.name.replace(/Command$/, '')
    calls += 1
    if (interruption && calls - 1 >= interruption.at) throw new Error('killed')
    await before?.(kind, command.input as unknown as Answer)
    const isWrite = kind === 'TransactWrite'
    const isHit = isWrite && planned && writes >= planned.at && writes < planned.at + planned.times
    if (isWrite) writes += 1
    if (isHit && !planned?.isAfterApply) throw planned?.error()
    const answer = (await client.send(command)) as unknown as Answer
    if (isHit) throw planned?.error()
    return reshape ? reshape(kind, answer, command.input as unknown as Answer) : answer
  }

  return {
    /** Stands where the real client would: only `send` is ever called. */
    client: Object.assign(Object.create(client) as DynamoDBDocumentClient, { send }),
    /** Transactions sent, faults included. */
    writes: () => writes,
    /** Calls of any kind sent. */
    calls: () => calls,
    fail(fault: WriteFault, { at, times }: { at: number; times: number }) {
      planned = { ...writeFaults[fault], at: writes + at, times }
    },
    /** Every call from the given one on dies, as if the process had been killed before it. */
    kill(at: number) {
      interruption = { at: calls + at }
    },
    /** Changes what reads answer: short pages, keys left unprocessed. */
    reshape(change: typeof reshape) {
      reshape = change
    },
    /** Looks at, or changes, what is about to be sent. */
    before(look: typeof before) {
      before = look
    },
    heal() {
      before = undefined
      planned = undefined
      interruption = undefined
      reshape = undefined
    },
  }
}
