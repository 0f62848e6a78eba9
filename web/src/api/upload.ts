import type { Opened } from './imports.ts'
import { ApiError } from './problem.ts'

/** What a running upload tells and obeys. */
export interface UploadOptions {
  readonly onProgress: (sentBytes: number) => void
  readonly signal: AbortSignal
}

/** Puts a file where its import said. XMLHttpRequest, because fetch does not tell how much has been sent. */
export function upload(
  to: Opened['upload'],
  file: Blob,
  { onProgress, signal }: UploadOptions,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const wire = new XMLHttpRequest()
    const fail = (message: string): void =>
      reject(new ApiError({ status: wire.status, code: 'upload.failed', message }))
    wire.open('PUT', to.url)
    for (const [name, value] of Object.entries(to.headers)) wire.setRequestHeader(name, value)
    wire.upload.onprogress = (event) => onProgress(event.loaded)
    wire.onload = () =>
      wire.status < 300 ? resolve() : fail(`The file store refused the file (status ${wire.status}).`)
    wire.onerror = () => fail('The connection broke while the file was being sent.')
    wire.onabort = () => reject(new DOMException('The upload was stopped.', 'AbortError'))
    signal.addEventListener('abort', () => wire.abort(), { once: true })
    wire.send(file)
  })
}
