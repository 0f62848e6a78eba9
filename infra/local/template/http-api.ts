import type { ServerResponse } from 'node:http'
import { apiTimeoutSeconds, inTime, refuse, tooLate } from '../gateway.ts'
import { type LambdaEvent, sendAnswer } from '../lambda-event.ts'
import type { Cloud } from './cloud-formation.ts'
import type { DeployedFunction, Functions } from './functions.ts'

/** A route of the HTTP API with the function behind it. */
interface Route {
  readonly key: string
  readonly method: string
  readonly path: string
  readonly to: DeployedFunction
}

/** The routes a cloud declares, each with its function. */
export function routesOf(cloud: Cloud, deployed: ReadonlyMap<string, DeployedFunction>): Route[] {
  return cloud.ofType('AWS::ApiGatewayV2::Route').map(({ stack, properties }) => {
    const key = String(properties['RouteKey'])
    const integration = String(cloud.resolve(stack, properties['Target'])).replace('integrations/', '')
    const to = deployed.get(integration)
    if (!to) throw new Error(`Route ${key} leads nowhere.`)
    const [method = '', path = ''] = key.split(' ')
    return { key, method, path, to }
  })
}

const GREEDY = '/{proxy+}'

/** The route API Gateway takes: a whole path before a greedy one, the longer first, a method before ANY. */
export function routeFor(routes: readonly Route[], method: string, path: string): Route | undefined {
  const fits = ({ method: allowed, path: pattern }: Route): boolean => {
    if (allowed !== 'ANY' && allowed !== method) return false
    if (!pattern.endsWith(GREEDY)) return path === pattern
    const prefix = pattern.slice(0, -GREEDY.length)
    return path.startsWith(`${prefix}/`) && path.length > prefix.length + 1
  }
  const rank = ({ method: allowed, path: pattern }: Route): number =>
    (pattern.endsWith(GREEDY) ? 0 : 1_000_000) + 2 * pattern.length + (allowed === 'ANY' ? 0 : 1)
  return routes.filter(fits).sort((left, right) => rank(right) - rank(left))[0]
}

/** Answers a call as the deployed API would. */
export async function answerCall(
  response: ServerResponse,
  { routes, functions, event }: { routes: readonly Route[]; functions: Functions; event: LambdaEvent },
): Promise<void> {
  const { method } = event.requestContext['http'] as { method: string }
  const route = routeFor(routes, method, event.rawPath)
  if (!route) return refuse(response, 404, 'Not Found')
  try {
    const called = functions.invoke(route.to, { ...event, routeKey: route.key })
    const answer = await inTime(called, apiTimeoutSeconds)
    if (answer === tooLate) refuse(response, 503, 'Service Unavailable')
    else sendAnswer(response, answer)
  } catch (error) {
    console.error(`${route.to.name} failed:`, error)
    refuse(response, 500, 'Internal Server Error')
  }
}
