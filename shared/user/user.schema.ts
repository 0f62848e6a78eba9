import * as v from 'valibot'
import { roles } from '../access/rights.ts'

const email = v.pipe(
  v.string(),
  v.trim(),
  v.toLowerCase(),
  v.email('Type an e-mail address.'),
  v.maxLength(128),
)
const name = v.pipe(v.string(), v.trim(), v.maxLength(100, 'At most 100 characters.'))

/** A user of the product; `role` is null for somebody in none of the four groups, who cannot sign in. */
export const UserView = v.object({
  id: v.string(),
  email: v.string(),
  name: v.string(),
  role: v.nullable(v.picklist(roles)),
  status: v.picklist(['active', 'invited', 'disabled']),
  createdAt: v.nullable(v.string()),
})
/** A user of the product. */
export type UserView = v.InferOutput<typeof UserView>

/** Every user, by e-mail. */
export const UserList = v.object({ items: v.array(UserView), total: v.number() })
/** Every user, by e-mail. */
export type UserList = v.InferOutput<typeof UserList>

/** Who is to be invited, and as what. */
export const NewUser = v.strictObject({ email, name: v.optional(name, ''), role: v.picklist(roles) })
/** Who is to be invited, and as what. */
export type NewUser = v.InferOutput<typeof NewUser>

/** An invited user; the temporary password is there only where no mail is sent. */
export const InvitedUser = v.object({ user: UserView, temporaryPassword: v.optional(v.string()) })
/** An invited user. */
export type InvitedUser = v.InferOutput<typeof InvitedUser>

/** What changes about a user. */
export const UserChange = v.pipe(
  v.strictObject({ role: v.optional(v.picklist(roles)), isEnabled: v.optional(v.boolean()) }),
  v.check(({ role, isEnabled }) => role !== undefined || isEnabled !== undefined, 'Say what changes.'),
)
/** What changes about a user. */
export type UserChange = v.InferOutput<typeof UserChange>
