import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'

/** A refusal in the AWS JSON protocol. */
export class Refusal extends Error {
  readonly type: string
  constructor(type: string, message: string) {
    super(message)
    this.type = type
  }
}

/** A wish for an execution. */
export interface Wish {
  readonly stateMachineArn: string
  readonly name: string
  readonly input: string
}

type Start = (wish: Wish) => { readonly startedAt: string }

// Step Functions' own rule for names of executions.
const legalName = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/]{1,80}$/

/** Speaks the AWS JSON protocol of StartExecution, so that the functions' own client starts jobs here. */
export async function serveExecutions(start: Start) {
  const server = createServer((request, response) => void answer(request, response, start))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  function stop(): Promise<void> {
    return new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  }
  return { url: `http://127.0.0.1:${port}`, stop }
}

async function answer(request: IncomingMessage, response: ServerResponse, start: Start): Promise<void> {
  response.setHeader('content-type', 'application/x-amz-json-1.0')
  try {
    const body = await text(request)
    if (request.headers['x-amz-target'] !== 'AWSStepFunctions.StartExecution')
      throw new Refusal('UnknownOperationException', 'The desk knows StartExecution only.')
    response.end(JSON.stringify(startExecution(body, start)))
  } catch (error) {
    const isRefusal = error instanceof Refusal
    const message = error instanceof Error ? error.message : String(error)
    response.statusCode = isRefusal ? 400 : 500
    response.end(JSON.stringify({ __type: isRefusal ? error.type : 'InternalFailure', message }))
  }
}

function startExecution(body: string, start: Start): object {
  const given = JSON.parse(body) as Partial<Wish>
  const { stateMachineArn = '', name = crypto.randomUUID(), input = '{}' } = given
  if (!legalName.test(name)) throw new Refusal('InvalidName', `Invalid Name: '${name}'`)
  if (!isJson(input)) throw new Refusal('InvalidExecutionInput', 'The input is not JSON.')
  const { startedAt } = start({ stateMachineArn, name, input })
  return {
    executionArn: `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`,
    startDate: Date.parse(startedAt) / 1000,
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
