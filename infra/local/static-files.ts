import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, normalize, sep } from 'node:path'
import { siteFile } from '../edge.ts'
import { hashedFiles, namedFiles } from '../headers.ts'

/** Content types by the ending of a file. */
export const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
}

/** Serves the built site from a folder, with the headers CloudFront would add. */
export function serveSite(folder: string, headers: Readonly<Record<string, string>>) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end()
      return
    }
    const path = siteFile(pathOf(request.url ?? '/'))
    const file = fileIn(folder, path)
    const found = file ? await stat(file).catch(() => undefined) : undefined
    if (!file || !found?.isFile()) {
      response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-cache' })
      response.end(path === '/index.html' ? 'The site is not built yet: npm run build' : 'Not found')
      return
    }
    const isImmutable = path.startsWith(`/${hashedFiles.folder}/`)
    response.writeHead(200, {
      'content-type': types[extname(file)] ?? 'application/octet-stream',
      'content-length': found.size,
      'cache-control': isImmutable ? hashedFiles.cacheControl : namedFiles.cacheControl,
    })
    if (request.method === 'HEAD') response.end()
    else
      createReadStream(file)
        .on('error', () => response.destroy())
        .pipe(response)
  }
}

function pathOf(url: string): string {
  try {
    return decodeURIComponent(url.split('?', 1)[0] ?? '/')
  } catch {
    return '/'
  }
}

function fileIn(folder: string, path: string): string | undefined {
  if (path.includes('\0')) return undefined
  const file = normalize(join(folder, path))
  return file.startsWith(folder + sep) ? file : undefined
}
