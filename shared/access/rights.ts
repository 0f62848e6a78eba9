/** The four roles, from least to most. */
export const roles = ['viewer', 'analyst', 'steward', 'admin'] as const
/** One of the four roles. */
export type Role = (typeof roles)[number]

/** What a role may be allowed to do. */
export const rights = ['figures', 'personal', 'export', 'act', 'import', 'edit', 'run', 'administer'] as const
/** One thing a role may be allowed to do. */
export type Right = (typeof rights)[number]

/**
 * Who may do what. A table, not an order of strings:
 * figures (read every figure, personal data masked), personal (names, e-mails in clear), export, act (actions, notes,
 * views), import, edit (profiles, transactions, merge, issues), run (start a valuation), administer (users, settings,
 * audit, erase).
 */
export const rightsByRole: Readonly<Record<Role, readonly Right[]>> = {
  viewer: ['figures'],
  analyst: ['figures', 'personal', 'export', 'act'],
  steward: ['figures', 'personal', 'export', 'act', 'import', 'edit', 'run'],
  admin: ['figures', 'personal', 'export', 'act', 'import', 'edit', 'run', 'administer'],
}

/** Whether a role has a right. */
export function hasRight(role: Role, right: Right): boolean {
  return rightsByRole[role].includes(right)
}

/** The highest role among a user's groups; undefined when none of them is a role. */
export function roleOf(groups: readonly string[]): Role | undefined {
  return roles.findLast((role) => groups.includes(role))
}
