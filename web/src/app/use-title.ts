import { type MaybeRefOrGetter, toValue, watchEffect } from 'vue'

/** The title of a document. */
export function documentTitle(page: string): string {
  return `${page} · Perennial`
}

/** Keeps the document's title: for pages whose name is only known once they have read something. */
export function useTitle(page: MaybeRefOrGetter<string | undefined>): void {
  watchEffect(() => {
    const name = toValue(page)
    if (name) document.title = documentTitle(name)
  })
}
