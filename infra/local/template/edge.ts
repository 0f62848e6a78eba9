/** Stands where the distribution stands: its behaviours, its functions' own code, its headers, its site. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { Script, createContext } from 'node:vm'
import { bodyOf, refuse, type Serve } from '../gateway.ts'
import { lambdaEvent, type LambdaEvent } from '../lambda-event.ts'
import { types } from '../static-files.ts'
import type { Cloud, Declared } from './cloud-formation.ts'

interface Behaviour {
  readonly PathPattern?: string
  readonly TargetOriginId: string
  readonly AllowedMethods?: readonly string[]
  readonly FunctionAssociations?: readonly { readonly FunctionARN: string }[]
  readonly ResponseHeadersPolicyId?: string
}
interface Origin {
  readonly Id: string
  readonly CustomOriginConfig?: object
  readonly OriginCustomHeaders?: readonly { readonly HeaderName: string; readonly HeaderValue: string }[]
}
interface Distribution {
  readonly DefaultRootObject: string
  readonly DefaultCacheBehavior: Behaviour
  readonly CacheBehaviors?: readonly Behaviour[]
  readonly Origins: readonly Origin[]
}

interface Viewed {
  readonly method: string
  readonly uri: string
  readonly headers: Record<string, { value: string }>
}

/** What the distribution needs from outside: values with secrets put in, and the API behind it. */
export interface EdgeWorld {
  readonly reveal: (value: unknown) => unknown
  readonly callApi: (response: ServerResponse, event: LambdaEvent) => Promise<void>
  readonly site: readonly SitePart[]
}

/** A folder of the site as it was uploaded. */
export interface SitePart {
  readonly folder: string
  readonly prefix: string
  readonly cacheControl: string
}

/** The folders a cloud uploads to the site's bucket, in the order of the template. */
export function siteOf(cloud: Cloud, assetOf: (hash: string) => string): SitePart[] {
  return cloud.ofType('Custom::CDKBucketDeployment').flatMap(({ stack, properties }) => {
    const { SourceObjectKeys, DestinationBucketKeyPrefix, SystemMetadata } = cloud.resolve(stack, {
      ...properties,
      ServiceToken: '',
      SourceBucketNames: [],
      DestinationBucketName: '',
      DistributionId: '',
    }) as {
      SourceObjectKeys: string[]
      DestinationBucketKeyPrefix?: string
      SystemMetadata?: Record<string, string>
    }
    return SourceObjectKeys.map((key) => ({
      folder: assetOf(key.replace(/\.zip$/, '')),
      prefix: DestinationBucketKeyPrefix ? `/${DestinationBucketKeyPrefix}` : '',
      cacheControl: SystemMetadata?.['cache-control'] ?? '',
    }))
  })
}

/** Serves the one distribution of a cloud. */
export function serveDistribution(cloud: Cloud, { reveal, callApi, site }: EdgeWorld): Serve {
  const [declared] = cloud.ofType('AWS::CloudFront::Distribution')
  if (!declared) throw new Error('The templates have no distribution.')
  const { DistributionConfig } = reveal(cloud.resolve(declared.stack, declared.properties)) as {
    DistributionConfig: Distribution
  }
  const viewers = new Map(
    cloud.ofType('AWS::CloudFront::Function').map((one) => [arnOf(cloud, one), viewerFunction(one)] as const),
  )
  const policies = new Map(
    cloud
      .ofType('AWS::CloudFront::ResponseHeadersPolicy')
      .map(
        (one) => [String(cloud.resolve(one.stack, { Ref: one.id })), headersOf(cloud, one, reveal)] as const,
      ),
  )
  const { CacheBehaviors = [], DefaultCacheBehavior, Origins, DefaultRootObject } = DistributionConfig
  return async (request, response) => {
    const path = request.url?.split('?', 1)[0] ?? '/'
    const behaviour =
      CacheBehaviors.find(({ PathPattern }) => fits(PathPattern ?? '*', path)) ?? DefaultCacheBehavior
    if (!(behaviour.AllowedMethods ?? ['GET', 'HEAD']).includes(request.method ?? 'GET'))
      return refuse(response, 403, 'This distribution is not configured to allow the HTTP request method.')
    for (const [name, value] of policies.get(behaviour.ResponseHeadersPolicyId ?? '') ?? [])
      response.setHeader(name, value)
    const viewed = (behaviour.FunctionAssociations ?? []).reduce(
      (seen, { FunctionARN }) => viewers.get(FunctionARN)?.(seen, addressOf(request)) ?? seen,
      viewedFrom(request, path === '/' ? `/${DefaultRootObject}` : path),
    )
    const origin = Origins.find(({ Id }) => Id === behaviour.TargetOriginId)
    if (!origin?.CustomOriginConfig)
      return sendFile(response, { site, uri: viewed.uri, method: viewed.method })
    const body = await bodyOf(request)
    if (!body) return refuse(response, 413, 'Request Entity Too Large')
    const headers = Object.fromEntries(
      Object.entries(viewed.headers).map(([name, { value }]) => [name, value]),
    )
    for (const { HeaderName, HeaderValue } of origin.OriginCustomHeaders ?? [])
      headers[HeaderName] = HeaderValue
    const query = request.url?.includes('?') ? request.url.slice(request.url.indexOf('?')) : ''
    const event = {
      method: viewed.method,
      url: `${viewed.uri}${query}`,
      headers,
      sourceIp: '130.176.0.1',
      body,
    }
    await callApi(response, lambdaEvent(event, '$default'))
  }
}

/** A path pattern of CloudFront: `*` is any text, `?` any one character. */
export function fits(pattern: string, path: string): boolean {
  const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
  const full = escaped.startsWith('/') ? escaped : `/${escaped}`
  return new RegExp(`^${full.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(path)
}

const addressOf = (request: IncomingMessage): string =>
  request.socket.remoteAddress?.replace('::ffff:', '') ?? '127.0.0.1'

const arnOf = (cloud: Cloud, { stack, id }: Declared): string =>
  String(cloud.resolve(stack, { 'Fn::GetAtt': [id, 'FunctionARN'] }))

function viewedFrom(request: IncomingMessage, uri: string): Viewed {
  const headers = Object.entries(request.headers).flatMap(([name, value]) =>
    value === undefined || name === 'host' ? [] : [[name, { value: [value].flat().join(',') }] as const],
  )
  return { method: request.method ?? 'GET', uri, headers: Object.fromEntries(headers) }
}

function viewerFunction({ properties }: Declared): (seen: Viewed, ip: string) => Viewed {
  const script = new Script(`${String(properties['FunctionCode'])}\nhandler(event)`)
  return (seen, ip) => {
    const request = { ...seen, headers: { ...seen.headers } }
    return script.runInContext(createContext({ event: { request, viewer: { ip } } })) as Viewed
  }
}

function headersOf(
  cloud: Cloud,
  { stack, properties }: Declared,
  reveal: EdgeWorld['reveal'],
): Map<string, string> {
  const { ResponseHeadersPolicyConfig: policy } = reveal(cloud.resolve(stack, properties)) as {
    ResponseHeadersPolicyConfig: {
      CustomHeadersConfig?: { Items: { Header: string; Value: string }[] }
      SecurityHeadersConfig?: Record<string, Record<string, string | number | boolean>>
    }
  }
  const security = policy.SecurityHeadersConfig ?? {}
  const hsts = security['StrictTransportSecurity']
  const found: [string, string | undefined][] = [
    ['content-security-policy', String(security['ContentSecurityPolicy']?.['ContentSecurityPolicy'] ?? '')],
    [
      'strict-transport-security',
      hsts &&
        `max-age=${hsts['AccessControlMaxAgeSec']}${hsts['IncludeSubdomains'] ? '; includeSubDomains' : ''}${hsts['Preload'] ? '; preload' : ''}`,
    ],
    ['x-content-type-options', security['ContentTypeOptions'] && 'nosniff'],
    ['x-frame-options', String(security['FrameOptions']?.['FrameOption'] ?? '')],
    ['referrer-policy', String(security['ReferrerPolicy']?.['ReferrerPolicy'] ?? '')],
    ...(policy.CustomHeadersConfig?.Items ?? []).map(({ Header, Value }): [string, string] => [
      Header,
      Value,
    ]),
  ]
  return new Map(found.flatMap(([name, value]) => (value ? [[name, value] as const] : [])))
}

async function sendFile(
  response: ServerResponse,
  { site, uri, method }: { site: readonly SitePart[]; uri: string; method: string },
): Promise<void> {
  for (const { folder, prefix, cacheControl } of site) {
    if (!uri.startsWith(`${prefix}/`)) continue
    const file = normalize(join(folder, decodeURIComponent(uri.slice(prefix.length))))
    const content = file.startsWith(folder + sep) ? await readFile(file).catch(() => undefined) : undefined
    if (!content) continue
    response.writeHead(200, {
      'content-type': types[extname(file)] ?? 'application/octet-stream',
      'content-length': content.length,
      'cache-control': cacheControl,
    })
    response.end(method === 'HEAD' ? undefined : content)
    return
  }
  response.writeHead(404, { 'content-type': 'application/xml' })
  response.end('<Error><Code>NoSuchKey</Code></Error>')
}
