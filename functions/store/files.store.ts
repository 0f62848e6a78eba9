import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'

// The smallest part S3 takes is 5 MB, the last one apart.
const PART_BYTES = 6 * 1024 * 1024

/** The bucket of uploads, intermediate files and downloads. */
export function createFilesStore({ client, bucket }: { client: S3Client; bucket: string }) {
  /** An address to which one file may be sent. */
  function presignPut(
    key: string,
    { contentType, expiresInSeconds }: { contentType: string; expiresInSeconds: number },
  ) {
    const command = new PutObjectCommand({ Bucket: bucket, Key: key, ContentType: contentType })
    return getSignedUrl(client, command, { expiresIn: expiresInSeconds })
  }

  /** An address from which one file may be saved under a name. */
  function presignGet(
    key: string,
    { fileName, expiresInSeconds }: { fileName: string; expiresInSeconds: number },
  ) {
    const command = new GetObjectCommand({
      Bucket: bucket,
      Key: key,
      ResponseContentType: 'text/csv; charset=utf-8',
      ResponseContentDisposition: `attachment; filename="${fileName.replace(/[^\w.-]+/g, '_')}"`,
    })
    return getSignedUrl(client, command, { expiresIn: expiresInSeconds })
  }

  /** Size in bytes; undefined when there is no such file. */
  async function size(key: string): Promise<number | undefined> {
    try {
      const answer = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }))
      return answer.ContentLength ?? 0
    } catch (error) {
      if (isAbsent(error)) return undefined
      throw error
    }
  }

  /** The bytes from `start` up to, not including, `end`. */
  async function bytes(key: string, start: number, end: number): Promise<Uint8Array> {
    const answer = await client.send(
      new GetObjectCommand({ Bucket: bucket, Key: key, Range: `bytes=${start}-${end - 1}` }),
    )
    return (await answer.Body?.transformToByteArray()) ?? new Uint8Array()
  }

  /** The text of a small file; undefined when there is no such file. */
  async function text(key: string): Promise<string | undefined> {
    try {
      const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }))
      return (await answer.Body?.transformToString('utf-8')) ?? ''
    } catch (error) {
      if (isAbsent(error)) return undefined
      throw error
    }
  }

  async function put(
    key: string,
    content: string | Uint8Array,
    contentType = 'application/x-ndjson',
  ): Promise<void> {
    await client.send(
      new PutObjectCommand({ Bucket: bucket, Key: key, Body: content, ContentType: contentType }),
    )
  }

  /** Writes a file of any length from pieces of text, keeping one part of it in memory; the bucket drops unfinished ones. */
  async function write(key: string, pieces: AsyncIterable<string>, contentType: string): Promise<void> {
    const place = { Bucket: bucket, Key: key }
    let upload: string | undefined
    let pending: string[] = []
    let size = 0
    const parts: { ETag: string | undefined; PartNumber: number }[] = []
    const flush = async () => {
      upload ??= (await client.send(new CreateMultipartUploadCommand({ ...place, ContentType: contentType })))
        .UploadId
      const PartNumber = parts.length + 1
      const body = pending.join('')
      const answer = await client.send(
        new UploadPartCommand({ ...place, UploadId: upload, PartNumber, Body: body }),
      )
      parts.push({ ETag: answer.ETag, PartNumber })
      pending = []
      size = 0
    }
    for await (const piece of pieces) {
      pending.push(piece)
      size += piece.length
      if (size >= PART_BYTES) await flush()
    }
    if (upload === undefined) return put(key, pending.join(''), contentType)
    if (size > 0) await flush()
    await client.send(
      new CompleteMultipartUploadCommand({ ...place, UploadId: upload, MultipartUpload: { Parts: parts } }),
    )
  }

  return { presignPut, presignGet, size, bytes, text, put, write }
}

/** The bucket of uploads, intermediate files and downloads. */
export type FilesStore = ReturnType<typeof createFilesStore>

// Without the right to list, S3 says 403 where there is no file.
function isAbsent(error: unknown): boolean {
  return (
    error instanceof Error &&
    ['NotFound', 'NoSuchKey', 'Forbidden', 'AccessDenied', '403'].includes(error.name)
  )
}
