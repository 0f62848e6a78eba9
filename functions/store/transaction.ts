import { DomainError } from '#shared/kernel/errors'

type Values = Record<string, unknown>

/**
 * One action of a transaction without its table. `condition` is the error to raise when its condition fails: the
 * condition's name in business words.
 */
export interface NamedWrite {
  readonly Put?: { Item: Values; ConditionExpression?: string } & Expression
  readonly Update?: { Key: Values; UpdateExpression: string; ConditionExpression?: string } & Expression
  readonly Delete?: { Key: Values; ConditionExpression?: string } & Expression
  readonly ConditionCheck?: { Key: Values; ConditionExpression: string } & Expression
  readonly condition?: () => DomainError
}

interface Expression {
  ExpressionAttributeNames?: Record<string, string>
  ExpressionAttributeValues?: Values
}

interface CancellationReason {
  readonly Code?: string
}

// A conflict or a throttle says nothing was written; a replay with the same token is safe.
const retriableReasons = ['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']
const retriableErrors = [
  'TransactionInProgressException',
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'InternalServerError',
  'InternalServerErrorException',
  'ServiceUnavailable',
  'TimeoutError',
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'NetworkingError',
]

function reasonsOf(error: unknown): readonly CancellationReason[] | undefined {
  if (!(error instanceof Error) || error.name !== 'TransactionCanceledException') return undefined
  return (error as Error & { CancellationReasons?: CancellationReason[] }).CancellationReasons ?? []
}

/** The named error of the first failed condition; undefined when the transaction was not cancelled by one. */
export function answerToCancellation(error: unknown, writes: readonly NamedWrite[]): DomainError | undefined {
  const reasons = reasonsOf(error)
  const failed = reasons?.findIndex((reason) => reason.Code === 'ConditionalCheckFailed') ?? -1
  if (failed < 0) return undefined
  return (
    writes[failed]?.condition?.() ??
    new DomainError('conflict', 'store.condition-failed', 'Something was changed meanwhile. Load it again.', {
      cause: error,
    })
  )
}

/** Whether the same transaction with the same token may be sent again. */
export function isRetriable(error: unknown): boolean {
  const reasons = reasonsOf(error)
  if (reasons) return reasons.some((reason) => retriableReasons.includes(reason.Code ?? ''))
  if (!(error instanceof Error)) return false
  const { code } = error as Error & { code?: string }
  const { $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } }
  return (
    retriableErrors.includes(error.name) ||
    (code !== undefined && retriableErrors.includes(code)) ||
    ($metadata?.httpStatusCode ?? 0) >= 500
  )
}
