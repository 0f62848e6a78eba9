import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

const IV_BYTES = 12
const TAG_BYTES = 16

/** Hands something to the browser that it can give back but neither read nor change: AES-256-GCM, bound to a purpose. */
export function createSealed(secret: string) {
  const key = createHash('sha256').update(`sealed:${secret}`).digest()

  return {
    seal(purpose: string, content: unknown): string {
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(purpose))
      const sealed = Buffer.concat([cipher.update(JSON.stringify(content), 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url')
    },

    /** What was sealed for this purpose; undefined when it was not sealed here, or for another. */
    open(purpose: string, text: string): unknown {
      const bytes = Buffer.from(text, 'base64url')
      if (bytes.length <= IV_BYTES + TAG_BYTES) return undefined
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), {
          authTagLength: TAG_BYTES,
        })
          .setAAD(Buffer.from(purpose))
          .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
        const opened = Buffer.concat([
          decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)),
          decipher.final(),
        ])
        return JSON.parse(opened.toString('utf8'))
      } catch {
        return undefined
      }
    },
  }
}

/** Seals and opens. */
export type Sealed = ReturnType<typeof createSealed>
