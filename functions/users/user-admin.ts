import type { Clock } from '#shared/kernel/clock'
import { DomainError } from '#shared/kernel/errors'
import type { UserChange, UserView } from '#shared/user/user.schema'
import type { PeopleStore, Person } from '#functions/store/people.store'
import type { SessionsStore } from '#functions/store/sessions.store'

interface UserAdminDeps {
  readonly people: Pick<PeopleStore, 'list' | 'load' | 'setRole' | 'setEnabled'>
  readonly sessions: Pick<SessionsStore, 'endAll'>
  readonly clock: Clock
}

const isActing = ({ role, status }: Person) => role === 'admin' && status !== 'disabled'

const lastAdmin = () =>
  new DomainError(
    'conflict',
    'user.last-admin',
    'This is the last administrator. Make somebody else an administrator first.',
  )

/** A user without the name the pool keeps them under. */
export function userView({ username: _, ...user }: Person): UserView {
  return user
}

/** Changes of roles and of who may sign in: each ends the user's sessions, and an administrator always remains. */
export function createUserAdmin({ people, sessions, clock }: UserAdminDeps) {
  async function apply(person: Person, { role, isEnabled }: UserChange): Promise<void> {
    if (role !== undefined && role !== person.role) await people.setRole(person, role)
    if (isEnabled !== undefined) await people.setEnabled(person, isEnabled)
  }

  /** Takes a change back: two administrators may have taken each other's role at the same moment. */
  async function undo(person: Person): Promise<void> {
    if (person.role) await people.setRole(person, person.role)
    await people.setEnabled(person, person.status !== 'disabled')
  }

  /** Makes the change and ends every session and token of the user, before it is answered. */
  return async function change(id: string, wish: UserChange, actorId: string): Promise<UserView> {
    const everyone = await people.list()
    const person = everyone.find((one) => one.id === id) ?? (await people.load(id))
    if (wish.isEnabled === false && id === actorId)
      throw new DomainError(
        'conflict',
        'user.self',
        'Nobody can disable themselves. Ask another administrator.',
      )
    const losesAdmin = isActing(person) && (wish.isEnabled === false || (wish.role ?? 'admin') !== 'admin')
    if (losesAdmin && !everyone.some((other) => other.id !== id && isActing(other))) throw lastAdmin()
    await apply(person, wish)
    if (losesAdmin && !(await people.list()).some(isActing)) {
      await undo(person)
      throw lastAdmin()
    }
    const isBarred = wish.isEnabled === undefined ? undefined : !wish.isEnabled
    await sessions.endAll(id, clock(), isBarred)
    return userView(await people.load(id))
  }
}

/** Changes of users. */
export type UserAdmin = ReturnType<typeof createUserAdmin>
