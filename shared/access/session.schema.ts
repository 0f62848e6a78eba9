import * as v from 'valibot'
import { TotpOffer } from './account.schema.ts'
import { rights, roles } from './rights.ts'

const username = v.pipe(v.string(), v.trim(), v.minLength(1, 'Type your user name.'), v.maxLength(128))
const password = v.pipe(v.string(), v.minLength(1, 'Type your password.'), v.maxLength(256))
const code = v.pipe(v.string(), v.trim(), v.regex(/^\d{6,8}$/, 'Type the digits of the code.'))
const challenge = v.pipe(v.string(), v.maxLength(4096))

/** A step of signing in; without `step` it is `signIn`. */
export const SignInStep = v.union([
  v.strictObject({ step: v.optional(v.literal('signIn'), 'signIn'), username, password }),
  v.strictObject({ step: v.literal('newPassword'), username, newPassword: password, challenge }),
  v.strictObject({ step: v.literal('totp'), username, code, challenge }),
  v.strictObject({
    step: v.literal('enrol'),
    username,
    code,
    challenge: v.pipe(v.string(), v.maxLength(16_384)),
  }),
  v.strictObject({ step: v.literal('forgot'), username }),
  v.strictObject({ step: v.literal('confirm'), username, code, newPassword: password }),
])
/** A step of signing in. */
export type SignInStep = v.InferOutput<typeof SignInStep>

/** Who is signed in, what they may do, and until when. */
export const SessionView = v.object({
  user: v.object({ id: v.string(), name: v.string(), email: v.string() }),
  role: v.picklist(roles),
  rights: v.array(v.picklist(rights)),
  expiresAt: v.string(),
  idleMinutes: v.number(),
})
/** Who is signed in, what they may do, and until when. */
export type SessionView = v.InferOutput<typeof SessionView>

/** Answer to a step: signed in, or what is asked next. */
export const SignInAnswer = v.union([
  v.object({ next: v.literal('done'), session: SessionView }),
  v.object({ next: v.picklist(['newPassword', 'totp']), challenge: v.string() }),
  v.object({ next: v.literal('enrol'), ...TotpOffer.entries }),
  v.object({ next: v.literal('checkMail') }),
  v.object({ next: v.literal('signIn') }),
])
/** Answer to a step. */
export type SignInAnswer = v.InferOutput<typeof SignInAnswer>
