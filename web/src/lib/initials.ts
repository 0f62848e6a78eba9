/** Up to two letters for an avatar: first and last word of a name, or the start of a single word. */
export function initials(name: string): string {
  const words = name.split(/[\s.@_-]+/).filter(Boolean)
  const [first = '', last = ''] = [words[0], words.length > 1 ? words.at(-1) : undefined]
  return (last ? `${first.charAt(0)}${last.charAt(0)}` : first.slice(0, 2)).toUpperCase()
}
