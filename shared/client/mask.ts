/** A name as a viewer sees it: initials only, so that two clients can be told apart without being named. */
export function maskedName(name: string | null): string | null {
  if (name === null) return null
  return name
    .split(/\s+/u)
    .filter((word) => word !== '')
    .map((word) => `${[...word][0] ?? ''}.`)
    .join(' ')
}

/** What stands where personal data are hidden. */
export const HIDDEN = '•••'
