import { computed, readonly, shallowRef, watchEffect } from 'vue'

/** What a user may choose. */
export const themes = ['light', 'dark', 'system'] as const
/** What a user may choose. */
export type Theme = (typeof themes)[number]

const choice = shallowRef<Theme>(read())
// Without the helpers of a library: this is loaded before the sign-in.
const systemDark = matchMedia('(prefers-color-scheme: dark)')
const isSystemDark = shallowRef(systemDark.matches)
const isPrinting = shallowRef(false)
const isDark = computed(
  () => !isPrinting.value && (choice.value === 'dark' || (choice.value === 'system' && isSystemDark.value)),
)

function read(): Theme {
  const kept = localStorage.getItem('theme')
  return themes.find((theme) => theme === kept) ?? 'system'
}

function choose(theme: Theme): void {
  choice.value = theme
  localStorage.setItem('theme', theme)
}

/** Keeps the document in the chosen theme, and on paper in the light one. Called once, by the app. */
export function followTheme(): void {
  watchEffect(() => document.documentElement.classList.toggle('dark', isDark.value))
  systemDark.addEventListener('change', ({ matches }) => (isSystemDark.value = matches))
  addEventListener('beforeprint', () => (isPrinting.value = true))
  addEventListener('afterprint', () => (isPrinting.value = false))
}

/** Writes the choice again, after the server has asked for everything stored to be cleared. */
export function keepTheme(): void {
  choose(choice.value)
}

/** The theme: what is chosen, whether it is dark now, and how to choose. */
export function useTheme() {
  return { choice: readonly(choice), isDark, choose }
}
