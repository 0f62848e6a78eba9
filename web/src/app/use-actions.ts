import { Keyboard, LogOut, Moon, Pin, Play, Rows3, Rows4, Sun, Upload } from '@lucide/vue'
import { type Component, computed, type Ref } from 'vue'
import { useRouter } from 'vue-router'
import { useDensity } from './density.ts'
import { signOut, useSession } from './session.ts'
import { useTheme } from './theme.ts'
import { usePins } from './use-pins.ts'

/** Something to be done from anywhere. */
export interface Action {
  readonly name: string
  readonly title: string
  readonly icon: Component
  readonly run: () => void
}

/** What can be done from anywhere, by whoever is signed in. */
export function useActions({
  showShortcuts,
}: {
  showShortcuts: () => void
}): Readonly<Ref<readonly Action[]>> {
  const router = useRouter()
  const { can } = useSession()
  const { isDark, choose } = useTheme()
  const { density, toggle } = useDensity()
  const pins = usePins()
  async function leave(): Promise<void> {
    try {
      await signOut()
    } finally {
      await router.push({ name: 'login' })
    }
  }
  return computed(() => [
    ...(can('import')
      ? [
          {
            name: 'import',
            title: 'Import a file',
            icon: Upload,
            run: () => void router.push('/imports/new'),
          },
        ]
      : []),
    ...(can('run')
      ? [{ name: 'run', title: 'Start a run', icon: Play, run: () => void router.push('/runs') }]
      : []),
    {
      name: 'pin',
      title: pins.isPinned.value ? 'Unpin this page' : 'Pin this page',
      icon: Pin,
      run: pins.toggle,
    },
    {
      name: 'theme',
      title: isDark.value ? 'Use the light theme' : 'Use the dark theme',
      icon: isDark.value ? Sun : Moon,
      run: () => choose(isDark.value ? 'light' : 'dark'),
    },
    {
      name: 'density',
      title: density.value === 'compact' ? 'Show it comfortably' : 'Show it compactly',
      icon: density.value === 'compact' ? Rows3 : Rows4,
      run: toggle,
    },
    { name: 'shortcuts', title: 'Keyboard shortcuts', icon: Keyboard, run: showShortcuts },
    { name: 'sign-out', title: 'Sign out', icon: LogOut, run: () => void leave() },
  ])
}
