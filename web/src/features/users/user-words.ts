import type { Role } from '#shared/access/rights'
import type { UserView } from '#shared/user/user.schema'

/** What a role may do, in one line each. */
export const roleTexts: Readonly<Record<Role, { title: string; text: string }>> = {
  viewer: { title: 'Viewer', text: 'Figures; personal data masked; no export' },
  analyst: { title: 'Analyst', text: 'Also personal data, export, actions, notes' },
  steward: { title: 'Steward', text: 'Also imports, edits, transactions, merge, issues' },
  admin: { title: 'Administrator', text: 'Also users, settings, audit, erase' },
}

/** How a status is shown. */
export const statusTexts: Readonly<
  Record<UserView['status'], { title: string; tone: 'pos' | 'warn' | 'plain' }>
> = {
  active: { title: 'Active', tone: 'pos' },
  invited: { title: 'Invited', tone: 'warn' },
  disabled: { title: 'Disabled', tone: 'plain' },
}

/** Something an administrator is about to do to a user. */
export interface Intent {
  readonly user: UserView
  readonly kind: 'role' | 'enable' | 'disable' | 'end'
  readonly role?: Role
}

/** What will happen, before it does. */
export function intentText({ user, kind, role }: Intent): { question: string; verb: string } {
  switch (kind) {
    case 'role': {
      const title = role ? roleTexts[role].title.toLowerCase() : ''
      return { question: `${user.email} becomes ${title}. Their sessions end now.`, verb: 'Change role' }
    }
    case 'enable':
      return { question: `${user.email} may sign in again.`, verb: 'Enable' }
    case 'disable':
      return { question: `${user.email} may no longer sign in. Their sessions end now.`, verb: 'Disable' }
    case 'end':
      return { question: `Every session of ${user.email} ends now.`, verb: 'End sessions' }
  }
}
