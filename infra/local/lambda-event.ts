import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'

/** An API Gateway HTTP API event, payload format 2.0. */
export interface LambdaEvent {
  readonly version: '2.0'
  readonly routeKey: string
  readonly rawPath: string
  readonly rawQueryString: string
  readonly cookies?: readonly string[]
  readonly headers: Readonly<Record<string, string>>
  readonly queryStringParameters?: Readonly<Record<string, string>>
  readonly requestContext: Readonly<Record<string, unknown>>
  readonly body?: string
  readonly isBase64Encoded: boolean
}

/** What a function may answer in payload format 2.0. */
export interface LambdaAnswer {
  readonly statusCode: number
  readonly headers?: Readonly<Record<string, string | number | boolean>>
  readonly cookies?: readonly string[]
  readonly body?: string
  readonly isBase64Encoded?: boolean
}

interface Request {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly sourceIp: string
  readonly body: Buffer
}

// API Gateway hands these on as text and everything else as base64.
const textual = /^(text\/|application\/(json|javascript|xml)|[^;]+\+(json|xml))/

/** The event API Gateway would make of a request. */
export function lambdaEvent(
  { method, url, headers, sourceIp, body }: Request,
  routeKey: string,
): LambdaEvent {
  const mark = url.indexOf('?')
  const rawPath = mark < 0 ? url : url.slice(0, mark)
  const rawQueryString = mark < 0 ? '' : url.slice(mark + 1)
  const { cookie, ...others } = headers
  const isText = body.length === 0 || textual.test(headers['content-type'] ?? '')
  const query = queryOf(rawQueryString)
  return {
    version: '2.0',
    routeKey,
    rawPath,
    rawQueryString,
    ...(cookie ? { cookies: cookie.split('; ') } : {}),
    headers: flat(others),
    ...(query ? { queryStringParameters: query } : {}),
    requestContext: contextOf({ method, rawPath, headers, sourceIp, routeKey }),
    ...(body.length > 0 ? { body: body.toString(isText ? 'utf8' : 'base64') } : {}),
    isBase64Encoded: !isText,
  }
}

function contextOf(request: {
  method: string
  rawPath: string
  headers: IncomingMessage['headers']
  sourceIp: string
  routeKey: string
}) {
  const now = new Date()
  return {
    accountId: '000000000000',
    apiId: 'desk',
    domainName: request.headers.host ?? 'localhost',
    domainPrefix: 'desk',
    http: {
      method: request.method,
      path: request.rawPath,
      protocol: 'HTTP/1.1',
      sourceIp: request.sourceIp,
      userAgent: request.headers['user-agent'] ?? '',
    },
    requestId: randomBytes(8).toString('base64url'),
    routeKey: request.routeKey,
    stage: '$default',
    time: now.toISOString(),
    timeEpoch: now.getTime(),
  }
}

function flat(headers: IncomingMessage['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(',') : value]],
    ),
  )
}

function queryOf(rawQueryString: string): Record<string, string> | undefined {
  const query: Record<string, string> = {}
  for (const [name, value] of new URLSearchParams(rawQueryString))
    query[name] = name in query ? `${query[name]},${value}` : value
  return Object.keys(query).length > 0 ? query : undefined
}

/** Writes what a function answered; an answer without a status is a body, as API Gateway has it. */
export function sendAnswer(response: ServerResponse, answer: unknown): void {
  if (!isAnswer(answer)) {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer ?? null))
    return
  }
  response.statusCode = answer.statusCode
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, String(value))
  if (answer.cookies?.length) response.setHeader('set-cookie', [...answer.cookies])
  response.end(Buffer.from(answer.body ?? '', answer.isBase64Encoded ? 'base64' : 'utf8'))
}

function isAnswer(answer: unknown): answer is LambdaAnswer {
  return typeof answer === 'object' && answer !== null && 'statusCode' in answer
}

/** The second argument of a Lambda handler, with a deadline that really runs. */
export function lambdaContext(functionName: string, timeoutSeconds: number) {
  const deadline = Date.now() + timeoutSeconds * 1000
  const awsRequestId = crypto.randomUUID()
  return {
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:local:000000000000:function:${functionName}`,
    memoryLimitInMB: '1024',
    awsRequestId,
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: 'desk',
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    done: () => undefined,
    fail: () => undefined,
    succeed: () => undefined,
  }
}
