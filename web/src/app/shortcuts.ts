import { useEventListener, useLocalStorage } from '@vueuse/core'
import type { Router } from 'vue-router'

/** A thing that keys do. `keys` are pressed one after the other. */
export interface Shortcut {
  readonly keys: readonly string[]
  readonly title: string
  readonly run: () => void
}

// Long enough for a slow second key, short enough that it is not a surprise later.
const SEQUENCE_MILLISECONDS = 1_500

const pageKeys: Readonly<Record<string, string>> = {
  landing: 'h',
  dashboard: 'a',
  clients: 'c',
  products: 'p',
  reports: 'r',
  quality: 'q',
  imports: 'i',
  runs: 'v',
  settings: 's',
  users: 'u',
  audit: 't',
}

/** The shortcuts to pages: g, then a letter. */
export function pageShortcuts(
  pages: readonly { readonly section: string; readonly title: string; readonly path: string }[],
  router: Router,
): Shortcut[] {
  return pages.flatMap(({ section, title, path }) => {
    const key = pageKeys[section]
    return key ? [{ keys: ['g', key], title: `Go to ${title}`, run: () => void router.push(path) }] : []
  })
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)) &&
    !['checkbox', 'radio', 'button', 'submit'].includes((target as HTMLInputElement).type)
  )
}

/** What single keys press towards: the shortcut that is complete, or whether one has begun. */
export function matched(
  pressed: readonly string[],
  shortcuts: readonly Shortcut[],
): Shortcut | 'begun' | undefined {
  const fitting = shortcuts.filter(({ keys }) => pressed.every((key, index) => keys[index] === key))
  return (
    fitting.find(({ keys }) => keys.length === pressed.length) ?? (fitting.length > 0 ? 'begun' : undefined)
  )
}

/** Whether single keys do anything; who dictates or uses other aids turns them off (WCAG 2.1.4). */
export function useShortcutSwitch() {
  return useLocalStorage('single-key-shortcuts', true)
}

/** Listens to single keys outside of fields and dialogs. */
export function useShortcuts(shortcuts: () => readonly Shortcut[]): void {
  const isOn = useShortcutSwitch()
  let pressed: string[] = []
  let last = 0
  useEventListener('keydown', (event) => {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && event.key.length === 1
    const isInDialog = document.querySelector('[role=dialog], [role=menu]') !== null
    if (!isOn.value || !isPlain || isInDialog || isTyping(event.target) || event.defaultPrevented) return
    const now = event.timeStamp
    pressed = now - last > SEQUENCE_MILLISECONDS ? [event.key] : [...pressed, event.key]
    last = now
    let found = matched(pressed, shortcuts())
    if (found === undefined && pressed.length > 1) found = matched((pressed = [event.key]), shortcuts())
    if (found === 'begun') return
    pressed = []
    if (!found) return
    event.preventDefault()
    found.run()
  })
}
