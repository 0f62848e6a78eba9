import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { pathToFileURL } from 'node:url'
import type { SectionName } from '#shared/sections'
import { apiPaths } from '../edge.ts'
import { sectionEntry, sectionOf } from '../entries.ts'
import { apiHeaders } from '../headers.ts'
import { lambdaContext, lambdaEvent, sendAnswer } from './lambda-event.ts'

type Handler = (event: unknown, context: unknown) => Promise<unknown>
/** Answers one request. */
export type Serve = (request: IncomingMessage, response: ServerResponse) => Promise<void>

// API Gateway gives up after this long, and refuses longer bodies than Lambda takes.
export const apiTimeoutSeconds = 30
export const tooLate = Symbol('too late')
const longestBodyBytes = 6 * 1024 * 1024

interface GatewayOptions {
  readonly site: Serve
  readonly entryOf?: (name: SectionName) => string
  readonly timeoutSeconds?: number
}

/** Stands where API Gateway and CloudFront stand on AWS: `/api` to the sections' functions, the rest to the site. */
export function gateway(options: GatewayOptions): Serve {
  const { site, entryOf = sectionEntry, timeoutSeconds = apiTimeoutSeconds } = options
  return async (request, response) => {
    const path = request.url?.split('?', 1)[0] ?? '/'
    if (!isForApi(path)) return site(request, response)
    const section = sectionOf(path)
    if (!section) return refuse(response, 404, 'Not Found')
    const body = await bodyOf(request)
    if (!body) return refuse(response, 413, 'Request Entity Too Large')
    await invoke({
      request,
      response,
      body,
      name: section.name,
      entry: entryOf(section.name),
      timeoutSeconds,
    })
  }
}

function isForApi(path: string): boolean {
  return path === '/api' || apiPaths.some((pattern) => path.startsWith(pattern.slice(0, -1)))
}

async function invoke(call: {
  request: IncomingMessage
  response: ServerResponse
  body: Buffer
  name: string
  entry: string
  timeoutSeconds: number
}): Promise<void> {
  const { request, response, body, name, entry, timeoutSeconds } = call
  const event = lambdaEvent(
    {
      method: request.method ?? 'GET',
      url: request.url ?? '/',
      headers: request.headers,
      sourceIp: request.socket.remoteAddress?.replace('::ffff:', '') ?? '127.0.0.1',
      body,
    },
    '$default',
  )
  try {
    const { handler } = (await import(pathToFileURL(entry).href)) as { handler: Handler }
    const answer = await inTime(handler(event, lambdaContext(name, timeoutSeconds)), timeoutSeconds)
    if (answer === tooLate) refuse(response, 503, 'Service Unavailable')
    else sendAnswer(response, answer)
  } catch (error) {
    console.error(`The function of ${name} failed:`, error)
    refuse(response, 500, 'Internal Server Error')
  }
}

/** What a function answers, or `tooLate`. */
export function inTime(answer: Promise<unknown>, seconds: number): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise((resolve) => {
    timer = setTimeout(() => resolve(tooLate), seconds * 1000)
  })
  return Promise.race([answer, late]).finally(() => clearTimeout(timer))
}

/** Refuses a call as API Gateway does. */
export function refuse(response: ServerResponse, status: number, message: string): void {
  if (response.headersSent) response.destroy()
  else {
    const headers = { ...apiHeaders, 'content-type': 'application/json', 'cache-control': 'no-store' }
    response.writeHead(status, headers).end(JSON.stringify({ message }))
  }
}

/** The body of a request; undefined when it is longer than Lambda takes. */
export async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length <= longestBodyBytes) chunks.push(chunk)
  }
  return length > longestBodyBytes ? undefined : Buffer.concat(chunks)
}

/** The HTTP server of the desk. Holds its port from the first moment and says 503 until it is given what to serve. */
export interface DeskServer {
  readonly url: string
  serve(what: Serve): void
  stop(): Promise<void>
}

/** Takes the port, or fails with `EADDRINUSE`. */
export function openServer(port: number, host: string): Promise<DeskServer> {
  let current: Serve = (_request, response) => {
    response.writeHead(503, { 'retry-after': '1' }).end('The desk is starting.')
    return Promise.resolve()
  }
  const server = createServer((request, response) => {
    current(request, response).catch((error: unknown) => {
      console.error(error)
      refuse(response, 500, 'Internal Server Error')
    })
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      const address = server.address()
      const actual = typeof address === 'object' && address ? address.port : port
      resolve({
        url: `http://localhost:${actual}`,
        serve: (what) => {
          current = what
        },
        stop: () => closed(server),
      })
    })
  })
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
