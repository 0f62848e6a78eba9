/** A channel, or a status, as it reads. */
export function channelTitle(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}
