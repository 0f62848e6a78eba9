/** The file a path of the site stands for: a path without an ending is a page of the single-page application. */
export function siteFile(path: string): string {
  return path.lastIndexOf('.') > path.lastIndexOf('/') ? path : '/index.html'
}

/** `siteFile` as a CloudFront function, whose JavaScript is older. */
export const pageFunction = `function handler(event) {
  var request = event.request
  if (request.uri.lastIndexOf('.') <= request.uri.lastIndexOf('/')) request.uri = '/index.html'
  return request
}`

/** Says who is calling: behind CloudFront the API sees only CloudFront. Overwrites what a caller claims. */
export const addressFunction = `function handler(event) {
  var request = event.request
  request.headers['true-client-ip'] = { value: event.viewer.ip }
  return request
}`

/** Paths the API answers; everything else is the site. */
export const apiPaths = ['/api/*', '/download_*'] as const

/** Header by which the API knows that a call came through CloudFront. */
export const originHeader = 'x-origin-verify'
