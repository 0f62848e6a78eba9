import http from 'node:http'
import { syncBuiltinESMExports } from 'node:module'

/** A call of an AWS service: the IAM action, the resource as the emulator names it, and the partitions it touches. */
export interface RecordedCall {
  readonly action: string
  readonly resource: string
  readonly leadingKeys?: readonly string[]
}

const partOfTransaction: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
}

/** Watches what this process sends to the AWS services; one call may need several permissions. */
export function recordCalls(note: (call: RecordedCall) => void): void {
  const request = http.request.bind(http)
  http.request = ((...given: Parameters<typeof http.request>) => {
    const sent = request(...given)
    const chunks: Buffer[] = []
    const keep = (chunk: unknown) => {
      if (typeof chunk === 'string' || chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk as string))
    }
    const write = sent.write.bind(sent)
    const end = sent.end.bind(sent)
    sent.write = ((chunk: never, ...rest: never[]) => {
      keep(chunk)
      return write(chunk, ...rest)
    }) as typeof sent.write
    sent.end = ((chunk: never, ...rest: never[]) => {
      keep(chunk)
      for (const call of callsOf(sent, Buffer.concat(chunks).toString())) note(call)
      return end(chunk, ...rest)
    }) as typeof sent.end
    return sent
  }) as typeof http.request
  syncBuiltinESMExports()
}

interface Asked {
  readonly TableName?: string
  readonly IndexName?: string
  readonly Key?: Record<string, { S?: string }>
  readonly Item?: Record<string, { S?: string }>
  readonly ExpressionAttributeValues?: Record<string, { S?: string }>
  readonly RequestItems?: Record<string, { Keys?: Record<string, { S?: string }>[] }>
  readonly TransactItems?: Record<string, Asked>[]
  readonly stateMachineArn?: string
  readonly UserPoolId?: string
}

function callsOf(sent: http.ClientRequest, body: string): RecordedCall[] {
  const target = sent.getHeader('x-amz-target')
  if (typeof target !== 'string') return filesCall(sent)
  const [service = '', operation = ''] = target.split('.')
  const asked = JSON.parse(body || '{}') as Asked
  if (service.startsWith('DynamoDB')) return tableCalls(operation, asked)
  if (service.startsWith('AWSStepFunctions'))
    return [{ action: `states:${operation}`, resource: asked.stateMachineArn ?? '' }]
  return [{ action: `cognito-idp:${operation}`, resource: asked.UserPoolId ?? '' }]
}

function tableCalls(operation: string, asked: Asked): RecordedCall[] {
  if (operation === 'TransactWriteItems')
    return (asked.TransactItems ?? []).flatMap((item) =>
      Object.entries(item).flatMap(([part, inner]) => tableCalls(partOfTransaction[part] ?? part, inner)),
    )
  if (operation === 'BatchGetItem')
    return Object.entries(asked.RequestItems ?? {}).map(([resource, { Keys = [] }]) => ({
      action: 'dynamodb:BatchGetItem',
      resource,
      leadingKeys: Keys.map(({ pk }) => pk?.S ?? ''),
    }))
  const resource = asked.IndexName ? `${asked.TableName}/index/${asked.IndexName}` : (asked.TableName ?? '')
  const key = (asked.Key ?? asked.Item)?.['pk']?.S ?? asked.ExpressionAttributeValues?.[':pk']?.S
  return [{ action: `dynamodb:${operation}`, resource, ...(key === undefined ? {} : { leadingKeys: [key] }) }]
}

const fileActions: Readonly<Record<string, string>> = {
  GET: 's3:GetObject',
  HEAD: 's3:GetObject',
  PUT: 's3:PutObject',
  POST: 's3:PutObject',
  DELETE: 's3:DeleteObject',
}

function filesCall(sent: http.ClientRequest): RecordedCall[] {
  if (!sent.getHeader('x-amz-content-sha256')) return []
  const [path = '', query = ''] = decodeURIComponent(sent.path).split('?')
  const isAbort = sent.method === 'DELETE' && query.includes('uploadId=')
  const action = isAbort ? 's3:AbortMultipartUpload' : fileActions[sent.method]
  return action ? [{ action, resource: path.slice(1) }] : []
}
