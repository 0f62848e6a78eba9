/** What the names of drafts in this tab begin with. */
export const DRAFTS = 'draft:'

/** Forgets every draft of this tab: somebody else may sign in. */
export function forgetDrafts(): void {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(DRAFTS)) sessionStorage.removeItem(key)
}
