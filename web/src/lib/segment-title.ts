/** A segment's name as it reads: `at-risk` is "At risk", `none` is "No segment". */
export function segmentTitle(segment: string): string {
  if (segment === 'none') return 'No segment'
  const words = segment.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
