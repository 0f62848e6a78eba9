import * as v from 'valibot'

const password = v.pipe(v.string(), v.minLength(1, 'Type your password.'), v.maxLength(256))
const code = v.pipe(v.string(), v.trim(), v.regex(/^\d{6,8}$/, 'Type the digits of the code.'))
/** A code of an authenticator app, or nothing where none is set up. */
const maybeCode = v.optional(v.union([v.literal(''), code]), '')

/** A session of the caller. */
export const OwnSession = v.object({
  id: v.string(),
  startedAt: v.string(),
  lastSeenAt: v.string(),
  device: v.nullable(v.string()),
  address: v.nullable(v.string()),
  isThis: v.boolean(),
})
/** A session of the caller. */
export type OwnSession = v.InferOutput<typeof OwnSession>

/** A new password, with the one that holds now. */
export const PasswordChange = v.strictObject({ current: password, code: maybeCode, newPassword: password })
/** A new password, with the one that holds now. */
export type PasswordChange = v.InferOutput<typeof PasswordChange>

/** Proof of who asks: the password, and a code where one is asked at sign-in. */
export const Proof = v.strictObject({ current: password, code: maybeCode })
/** Proof of who asks. */
export type Proof = v.InferOutput<typeof Proof>

/** What an authenticator app takes in, and what to give back with its first code. */
export const TotpOffer = v.object({ secret: v.string(), uri: v.string(), challenge: v.string() })
/** What an authenticator app takes in. */
export type TotpOffer = v.InferOutput<typeof TotpOffer>

/** The first code of an authenticator app. */
export const TotpConfirmation = v.strictObject({ challenge: v.pipe(v.string(), v.maxLength(16_384)), code })
/** The first code of an authenticator app. */
export type TotpConfirmation = v.InferOutput<typeof TotpConfirmation>

/** Whether a code is asked at sign-in, and whether it may be turned off. */
export const TotpState = v.object({ isOn: v.boolean(), isRequired: v.boolean() })
/** Whether a code is asked at sign-in. */
export type TotpState = v.InferOutput<typeof TotpState>
