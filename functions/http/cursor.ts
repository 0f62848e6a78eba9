import { createHmac, timingSafeEqual } from 'node:crypto'
import * as v from 'valibot'
import { DomainError } from '#shared/kernel/errors'

const MAC_BYTES = 32

/**
 * Signs where a list stopped, so that a caller can neither read on in another query nor make a place up. `scope` names
 * the question (section, filters, order): a cursor opens only under the scope it was signed for.
 */
export function createCursors(secret: string) {
  const macOf = (scope: string, payload: Buffer) =>
    createHmac('sha256', secret).update(JSON.stringify(scope)).update(payload).digest()

  return {
    /** The payload as opaque text. */
    sign(scope: string, payload: unknown): string {
      const body = Buffer.from(JSON.stringify(payload))
      return Buffer.concat([macOf(scope, body), body]).toString('base64url')
    },

    /**
     * The payload of a cursor of this scope.
     *
     * @throws DomainError `cursor.invalid` when it was tampered with, is of another scope, or has another shape
     */
    open<Schema extends v.GenericSchema>(scope: string, text: string, schema: Schema): v.InferOutput<Schema> {
      const bytes = Buffer.from(text, 'base64url')
      const [mac, body] = [bytes.subarray(0, MAC_BYTES), bytes.subarray(MAC_BYTES)]
      // Decoding is lenient: only the text that encoding gives back counts as this cursor.
      const isCanonical = bytes.toString('base64url') === text
      if (!isCanonical || mac.length < MAC_BYTES || !timingSafeEqual(mac, macOf(scope, body)))
        throw cursorInvalid()
      const payload = v.safeParse(schema, JSON.parse(body.toString()))
      if (!payload.success) throw cursorInvalid()
      return payload.output
    },
  }
}

/** Signs and opens cursors. */
export type Cursors = ReturnType<typeof createCursors>

function cursorInvalid(): DomainError {
  return new DomainError(
    'invalid',
    'cursor.invalid',
    'This page link is not valid any more. Start from the first page.',
  )
}
