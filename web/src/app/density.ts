import { readonly, shallowRef, watchEffect } from 'vue'

/** How much stands on a page. */
export const densities = ['comfortable', 'compact'] as const
/** How much stands on a page. */
export type Density = (typeof densities)[number]

const choice = shallowRef<Density>(localStorage.getItem('density') === 'compact' ? 'compact' : 'comfortable')

function choose(density: Density): void {
  choice.value = density
  localStorage.setItem('density', density)
}

/** Keeps the document in the chosen density. Called once, by the app. */
export function followDensity(): void {
  watchEffect(() => document.documentElement.classList.toggle('compact', choice.value === 'compact'))
}

/** The density: what is chosen, and how to choose. */
export function useDensity() {
  return {
    density: readonly(choice),
    choose,
    toggle: () => choose(choice.value === 'compact' ? 'comfortable' : 'compact'),
  }
}
