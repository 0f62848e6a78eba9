/** Lets the browser save what an address holds. */
export function download(name: string, href: string): void {
  const link = document.createElement('a')
  link.href = href
  link.download = name
  link.click()
}

/** Lets the browser save a text. */
export function downloadText(name: string, text: string, type: string): void {
  const href = URL.createObjectURL(new Blob([text], { type }))
  download(name, href)
  setTimeout(() => URL.revokeObjectURL(href), 10_000)
}
