import {
  AbortMultipartUploadCommand,
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
    {
      fileName,
      expiresInSeconds,
      contentType = 'text/csv; charset=utf-8',
    }: { fileName: string; expiresInSeconds: number; contentType?: string },
  ) {
    const command = new GetObjectCommand({
      Bucket: bucket,
      Key: key,
      ResponseContentType: contentType,
      ResponseContentDisposition: disposition(fileName),
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

  /**
   * Writes a file of any length from pieces, keeping one part of it in memory. The file appears when the last piece was
   * taken and in no other case: pieces that end with an error leave nothing behind.
   */
  async function write(
    key: string,
    pieces: AsyncIterable<string | Uint8Array>,
    contentType: string,
  ): Promise<void> {
    const upload = createUpload({ client, place: { Bucket: bucket, Key: key }, contentType })
    let pending: Buffer[] = []
    let size = 0
    const taken = () => {
      const body = pending.length === 1 ? (pending[0] ?? Buffer.alloc(0)) : Buffer.concat(pending)
      pending = []
      size = 0
      return body
    }
    try {
      for await (const piece of pieces) {
        const bytes = Buffer.from(piece)
        pending.push(bytes)
        size += bytes.length
        if (size >= PART_BYTES) await upload.part(taken())
      }
      if (!upload.isOpen()) return await put(key, taken(), contentType)
      if (size > 0) await upload.part(taken())
      await upload.complete()
    } catch (error) {
      await upload.abort()
      throw error
    }
  }

  return { presignPut, presignGet, size, bytes, text, put, write }
}

/** The bucket of uploads, intermediate files and downloads. */
export type FilesStore = ReturnType<typeof createFilesStore>

interface Upload {
  readonly client: S3Client
  readonly place: { readonly Bucket: string; readonly Key: string }
  readonly contentType: string
}

function createUpload({ client, place, contentType }: Upload) {
  let id: string | undefined
  const parts: { ETag: string | undefined; PartNumber: number }[] = []
  return {
    isOpen: () => id !== undefined,
    async part(Body: Uint8Array): Promise<void> {
      id ??= (await client.send(new CreateMultipartUploadCommand({ ...place, ContentType: contentType })))
        .UploadId
      const PartNumber = parts.length + 1
      const answer = await client.send(new UploadPartCommand({ ...place, UploadId: id, PartNumber, Body }))
      parts.push({ ETag: answer.ETag, PartNumber })
    },
    async complete(): Promise<void> {
      const MultipartUpload = { Parts: parts }
      await client.send(new CompleteMultipartUploadCommand({ ...place, UploadId: id, MultipartUpload }))
    },
    /** The bucket drops what is left of an upload after a day; this does it at once where it can. */
    async abort(): Promise<void> {
      if (id === undefined) return
      await client.send(new AbortMultipartUploadCommand({ ...place, UploadId: id })).catch(() => undefined)
    },
  }
}

/** RFC 6266: a plain name for old programs, the whole name in UTF-8 for all others. */
function disposition(fileName: string): string {
  const plain = fileName.replace(/[^\w.-]+/g, '_')
  const whole = encodeURIComponent(fileName).replace(/['()*]/g, (one) => `%${one.charCodeAt(0).toString(16)}`)
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`
}

// Without the right to list, S3 says 403 where there is no file.
function isAbsent(error: unknown): boolean {
  return (
    error instanceof Error &&
    ['NotFound', 'NoSuchKey', 'Forbidden', 'AccessDenied', '403'].includes(error.name)
  )
}
